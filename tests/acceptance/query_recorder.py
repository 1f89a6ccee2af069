"""What is sent to a database while a case file runs, and which of its lines each statement comes from."""

import asyncio
import contextvars
import sys

# The lines of whoever started this task or sent this work to a thread.
STARTED_BY = contextvars.ContextVar("STARTED_BY", default=())


def frames():
    """The frames of this thread, innermost first; a greenlet goes on in the one that waits for it."""
    frame = sys._getframe(1)
    waiting = sys.modules["greenlet"].getcurrent() if "greenlet" in sys.modules else None
    while frame is not None:
        yield frame
        frame = frame.f_back
        while frame is None and waiting is not None and waiting.parent is not None:
            waiting = waiting.parent
            frame = waiting.gr_frame


class Recorder:
    """Statements with the lines of the case file that are on the stack, outermost first."""

    def __init__(self, path):
        self.path = path
        self.statements = []
        self.is_on = False

    def lines(self):
        own = [frame.f_lineno for frame in frames() if frame.f_code.co_filename == self.path]
        return (*STARTED_BY.get(), *reversed(own))

    def sent(self, sql):
        if self.is_on:
            self.statements.append([sql, list(self.lines())])

    def start(self):
        self.statements = []
        self.is_on = True

    def stop(self):
        self.is_on = False

    def hook(self, owner, name, say=None):
        """From now on each call of the method is a statement."""
        method = getattr(owner, name)

        def told(this, *given, **named):
            self.sent(say(this, *given) if say else str(given[0]))
            return method(this, *given, **named)

        setattr(owner, name, told)

    def run(self, coroutine):
        """asyncio.run(); a task knows the lines that started it."""
        async def main():
            asyncio.get_running_loop().set_task_factory(self.make_task)
            return await coroutine

        return asyncio.run(main())

    def make_task(self, loop, coroutine, context=None, **named):
        context = context or contextvars.copy_context()
        context.run(STARTED_BY.set, self.lines())
        return asyncio.Task(coroutine, loop=loop, context=context, **named)
