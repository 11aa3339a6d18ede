"""nbval runs the notebooks as the pipeline does, each library in one thread."""

import os

from copro.run.isolation import isolate

isolate()
os.environ["PYTHONHASHSEED"] = "0"
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
