"""Kernels from the nursery of ``copro.run.warm``, behind jupyter_client and so behind papermill and
nbval.
"""

import contextlib
import math
import time
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.client import KernelClient
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from jupyter_core.utils import ensure_async, run_sync

from copro.run.warm import Warm

NAME = "copro-warm"


async def _ready(client: KernelClient, timeout: float | None = None) -> None:
    """Wait until a kernel answers, and until what it says to all arrives here.

    jupyter_client then waits until it has said nothing for 0.2 s, which no one needs: each message
    names the cell that it belongs to. Raises ``RuntimeError`` as it does.
    """
    end = time.monotonic() + (math.inf if timeout is None else timeout)
    while time.monotonic() < end:
        client.kernel_info()
        with contextlib.suppress(Empty):
            await ensure_async(client.shell_channel.get_msg(timeout=1))
            await ensure_async(client.iopub_channel.get_msg(timeout=0.2))
            return
        if not await client._async_is_alive():
            raise RuntimeError("Kernel died before replying to kernel_info")
    raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


class _Prompt(KernelClient):
    """Looks each 5 ms whether the kernel has opened its sockets, not each 100."""

    def _context_default(self) -> Any:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, 5)
        return context


class Client(_Prompt, AsyncKernelClient):
    """That of papermill, without delays."""

    wait_for_ready = _ready


class BlockingClient(_Prompt, BlockingKernelClient):
    """That of nbval, without delays."""

    wait_for_ready = run_sync(_ready)


CLIENTS = {AsyncKernelClient: Client, BlockingKernelClient: BlockingClient}


class WarmProvisioner(LocalProvisioner):
    """Kernels from the nursery if there is one, otherwise new processes."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel; what it says to us goes through its connection file either way."""
        manager: Any = self.parent
        manager.client_factory = CLIENTS.get(manager.client_factory, manager.client_factory)
        try:
            kernel = Warm(cmd, kwargs.get("env"), kwargs.get("cwd"))
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it gone, for which others look each tenth of a second."""
        await super().kill(restart)
        if self.process:
            self.process.wait()


def use() -> None:
    """Let all kernels that this process starts come from the nursery, and begin without delay."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(
        NAME, f"{__name__}:{WarmProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )
    factory.default_provisioner_name = NAME
