"""Kernels from the nursery of ``copro.run.warm``, behind jupyter_client and so behind papermill and
nbval.
"""

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from copro.run.warm import Warm

NAME = "copro-warm"


class WarmProvisioner(LocalProvisioner):
    """Kernels from the nursery if there is one, otherwise new processes."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel; what it says to us goes through its connection file either way."""
        try:
            kernel = Warm(cmd, kwargs.get("env"), kwargs.get("cwd"))
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


def use() -> None:
    """Let all kernels that this process starts come from the nursery."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(
        NAME, f"{__name__}:{WarmProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )
    factory.default_provisioner_name = NAME
