"""Notebooks and pictures that depend on no setting of whoever runs them."""

import os

from copro.paths import BUILD, NAMED

# Folders in which programs look for settings of the user, or keep what they need again.
FOLDERS = {
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "JUPYTER_CONFIG_DIR": "jupyter",
    "JUPYTER_DATA_DIR": "jupyter-data",
    "XDG_CACHE_HOME": "cache",
}
# Files and folders of the user that would be read beside those.
DROPPED = """
    JUPYTER_PATH JUPYTER_CONFIG_PATH JUPYTER_RUNTIME_DIR MATPLOTLIBRC
    PYTHONSTARTUP PYTHONIOENCODING PYTHONWARNINGS PYTHONOPTIMIZE PYTHONINSPECT PYTHONDEVMODE
    SNAKEMAKE_PROFILE
""".split()


def isolate() -> None:
    """Give this process, and all that it starts, folders of its own for settings and caches.

    Start-up files of IPython, a ``matplotlibrc`` or kernels of the user would change results; a
    home folder that cannot be written would stop the build. Text is UTF-8 whatever the locale.
    """
    for name, folder in FOLDERS.items():
        os.environ[name] = str(BUILD / "settings" / folder)
    for name in DROPPED:
        os.environ.pop(name, None)
    os.environ.update(PYTHONUTF8="1", MPLBACKEND="agg")  # as a nursery has them
    for name, chosen in NAMED.items():
        if os.environ.get(name):  # whoever is started may have another present folder
            os.environ[name] = str(chosen)
