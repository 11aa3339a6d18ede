"""Qualitative Comparative Analysis: an exact configurational engine.

From a table of calibrated cases to models::

    table = truth_table(frame, "Y", incl_cut=0.8)
    minimize(table, "parsimonious").models
    minimize(table, "intermediate", expect="1,1,-").models

Conditions are crisp, fuzzy or multi-value; `~A` is the absence of A, `*` and, `+` or. See
`truth_table`, `minimize`, `single_necessity`, `supersets`, `direct` for where to begin, `esa` and
`robustness` for what a published analysis adds.

Sources: Ragin 2008 (Redesigning Social Inquiry); Schneider & Wagemann 2012 (Set-Theoretic Methods
for the Social Sciences); Dușa & Thiem 2015 (Journal of Mathematical Sociology 39); Dușa 2018
(The R Journal 10); Oana & Schneider 2021 (Sociological Methods & Research); McCluskey 1956
and Petrick 1956 for minimisation.
"""

__version__ = "0.1.0"

from .anchors import SuggestedAnchors, suggest_anchors
from .calibrate import crisp, direct, indirect, multivalue
from .calibrate_indirect import indirect_beta, indirect_thresholds, tfr
from .clusters import (
    ClusterFit,
    cluster_columns,
    cluster_expression,
    cluster_fit,
    cluster_solution,
)
from .errors import (
    AllPositiveError,
    ConditionsError,
    ContradictionError,
    ExpectationError,
    MissingValueError,
    NoModelError,
    NoPositiveRowError,
    ParameterError,
    QCAError,
    UncalibratedError,
    UnknownColumnError,
)
from .esa import contradicting_necessity, enhanced, impossible, incoherent, simultaneous_subsets
from .examples import EXAMPLES, example
from .expressions import ExpressionFit, expression_membership, fit_expression, pof
from .fiss import core_conditions
from .fit import coverage, inclusion, pri, relevance_of_necessity, unique_coverage
from .formula import parse_formula, parse_set
from .minimize import minimize
from .necessity import single_necessity, subsets, supersets
from .printing import write
from .reading import Reading, read_cases, read_csv
from .robustness import (
    RobustCore,
    StableRange,
    anchor_range,
    case_deletion,
    cutoff_range,
    robust_core,
)
from .rows import contradictions_as_remainders
from .selection import SELECTIONS, select_cases
from .selection_necessity import NECESSITY_SELECTIONS, select_necessity
from .serialise import number, solution_dict, truth_table_rows
from .sets import Cases, prepare, raw_column
from .sheets import Sheet, configuration_sheet, frame_sheet, solution_sheets, truth_table_sheet
from .solution import Pair, Solution
from .theory import evaluate_theory
from .truthtable import Cutoffs, TruthTable, build, truth_table

__all__ = [
    "EXAMPLES",
    "NECESSITY_SELECTIONS",
    "SELECTIONS",
    "AllPositiveError",
    "Cases",
    "ClusterFit",
    "ConditionsError",
    "ContradictionError",
    "Cutoffs",
    "ExpectationError",
    "ExpressionFit",
    "MissingValueError",
    "NoModelError",
    "NoPositiveRowError",
    "Pair",
    "ParameterError",
    "QCAError",
    "Reading",
    "RobustCore",
    "Sheet",
    "Solution",
    "StableRange",
    "SuggestedAnchors",
    "TruthTable",
    "UncalibratedError",
    "UnknownColumnError",
    "anchor_range",
    "build",
    "case_deletion",
    "cluster_columns",
    "cluster_expression",
    "cluster_fit",
    "cluster_solution",
    "configuration_sheet",
    "contradicting_necessity",
    "contradictions_as_remainders",
    "core_conditions",
    "coverage",
    "crisp",
    "cutoff_range",
    "direct",
    "enhanced",
    "evaluate_theory",
    "example",
    "expression_membership",
    "fit_expression",
    "frame_sheet",
    "impossible",
    "inclusion",
    "incoherent",
    "indirect",
    "indirect_beta",
    "indirect_thresholds",
    "minimize",
    "multivalue",
    "number",
    "parse_formula",
    "parse_set",
    "pof",
    "prepare",
    "pri",
    "raw_column",
    "read_cases",
    "read_csv",
    "relevance_of_necessity",
    "robust_core",
    "select_cases",
    "select_necessity",
    "simultaneous_subsets",
    "single_necessity",
    "solution_dict",
    "solution_sheets",
    "subsets",
    "suggest_anchors",
    "supersets",
    "tfr",
    "truth_table",
    "truth_table_rows",
    "truth_table_sheet",
    "unique_coverage",
    "write",
]
