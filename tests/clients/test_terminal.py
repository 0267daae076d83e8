"""Questions at a real terminal: no answer, every wrong answer and Ctrl-C change nothing."""

import fcntl
import os
import pty
import select
import struct
import termios
import time

import pytest
from support import binary, child_environment, eventually

FILE = """[project]
name = "cruddur"
[logs.groups.cruddur]
retention = "7d"
"""


class Terminal:
    """Runs the program as the leader of a session on a terminal of 60 columns."""

    def __init__(self, folder, *arguments):
        self.text = b""
        self.process, self.handle = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            environment = child_environment(folder, TERM="xterm-256color")
            os.execve(binary(), [binary(), *arguments], environment)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 60, 0, 0))

    def read_until(self, part):
        """Reads up to a part of the text, or to the end where there is none."""
        deadline = time.monotonic() + 20
        while part is None or part not in self.text:
            assert time.monotonic() < deadline, self.text
            if not select.select([self.handle], [], [], 0.1)[0]:
                continue
            try:
                chunk = os.read(self.handle, 65536)
            except OSError:
                chunk = b""
            if not chunk:
                assert part is None, self.text
                return
            self.text += chunk

    def answer(self, keys):
        """Types at the question, reads to the end and returns the exit code."""
        self.read_until(b"?")
        # Keys typed before it reads key by key would be the terminal's own, Ctrl-C above all.
        eventually(lambda: not termios.tcgetattr(self.handle)[3] & termios.ICANON)
        os.write(self.handle, keys)
        self.read_until(None)
        _, status = os.waitpid(self.process, 0)
        os.close(self.handle)
        assert b"panicked" not in self.text
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "cruddur-obs.toml").write_text(FILE)
    return tmp_path


def test_a_question_is_asked_before_anything_is_written(folder):
    for keys, code in [(b"n", 1), (b"\x03", 130), (b"y", 0)]:
        terminal = Terminal(folder, "apply")
        assert terminal.answer(keys) == code, terminal.text
        again = Terminal(folder, "plan", "--detailed-exitcode")
        again.read_until(None)
        _, status = os.waitpid(again.process, 0)
        os.close(again.handle)
        assert os.waitstatus_to_exitcode(status) == (0 if code == 0 else 10), again.text


def test_what_is_destroyed_is_asked_first(folder):
    assert Terminal(folder, "apply").answer(b"y") == 0
    assert Terminal(folder, "destroy").answer(b"n") == 1
    assert Terminal(folder, "destroy").answer(b"y") == 0


@pytest.mark.parametrize(
    ("keys", "code", "written"),
    [
        (b"hunter2 secret\r", 0, "TOKEN='hunter2 secret'\n"),
        (b"hunter\x7fr2" + b"x" * 9000 + b"\r", 0, "TOKEN=hunter2" + "x" * 9000 + "\n"),
        (b"hunter2 sec\x03", 130, None),
        (b"changeme\r", 2, None),
    ],
    ids=["answered", "long", "interrupted", "odd"],
)
def test_a_value_is_asked_for_and_not_shown(tmp_path, keys, code, written):
    (tmp_path / ".git").mkdir()
    terminal = Terminal(tmp_path, "env", "set", "TOKEN", "--target", "dotenv:.env")
    terminal.read_until(b"value of TOKEN")
    # Keys typed before it reads key by key would be shown, and be the terminal's own.
    shows = termios.ECHO | termios.ICANON
    eventually(lambda: not termios.tcgetattr(terminal.handle)[3] & shows)
    for start in range(0, len(keys), 1000):
        os.write(terminal.handle, keys[start : start + 1000])
    terminal.read_until(None)
    _, status = os.waitpid(terminal.process, 0)
    os.close(terminal.handle)
    assert os.waitstatus_to_exitcode(status) == code, terminal.text
    assert b"hunter2" not in terminal.text
    file = tmp_path / ".env"
    assert (file.read_text() if file.exists() else None) == written
