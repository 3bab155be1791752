"""Repositories to export: a real one, a generated one, and revisions of either that change one file."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gitexport" / "bench"
# A Python application of 14,000 files. Wheels of it are plain archives: nothing of it is run.
PACKAGE, RELEASES = "homeassistant", ["2021.3.0", "2021.3.1", "2021.3.2", "2021.3.3", "2021.3.4"]
GENERATED_FILES = 100_000

ENVIRONMENT = dict(
    os.environ,
    GIT_CONFIG_NOSYSTEM="1",
    GIT_CONFIG_GLOBAL=os.devnull,
    GIT_AUTHOR_NAME="bench",
    GIT_AUTHOR_EMAIL="bench@localhost",
    GIT_COMMITTER_NAME="bench",
    GIT_COMMITTER_EMAIL="bench@localhost",
    GIT_AUTHOR_DATE="1700000000 +0000",
    GIT_COMMITTER_DATE="1700000000 +0000",
)
for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE"):
    ENVIRONMENT.pop(variable, None)


def git(repository, *arguments, text=None, **variables):
    """What git prints, without the last newline."""
    return subprocess.run(
        ["git", "-C", str(repository), *arguments],
        input=text,
        env=ENVIRONMENT | variables,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    ).stdout.rstrip("\n")


def cached(name, make):
    """The repository of that name in the cache, made when it is not there."""
    place = CACHE / f"{name}.git"
    if not place.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as work:
            made = Path(work) / "made.git"
            git(work, "init", "-q", "--bare", "-b", "main", str(made))
            make(made, Path(work))
            git(made, "repack", "-a", "-d", "-q")
            made.rename(place)
    return place


def real():
    return cached(f"{PACKAGE}-{RELEASES[-1]}", commit_releases)


def commit_releases(repository, work):
    """A commit for each of the releases, as the package client gets them."""
    for release in RELEASES:
        print(f"bench: getting {PACKAGE} {release}", flush=True)
        wheels, tree = work / "wheels", work / "tree"
        subprocess.run(
            ["python3", "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
            + ["--python-version", "3.9", "-d", str(wheels), f"{PACKAGE}=={release}"],
            check=True,
        )
        for wheel in wheels.iterdir():
            zipfile.ZipFile(wheel).extractall(tree)
        tree_git = ["--git-dir", str(repository), "--work-tree", "."]
        git(tree, *tree_git, "add", "-A", "-f")
        git(tree, *tree_git, "commit", "-q", "-m", f"Release {release}")
        shutil.rmtree(wheels)
        shutil.rmtree(tree)
    (repository / "index").unlink()


def generated():
    return cached(f"generated-{GENERATED_FILES}", commit_generated)


def commit_generated(repository, work):
    """100 directories of 10 directories of 100 files of 100 to 8,000 bytes, always the same."""
    stream = work / "stream"
    with open(stream, "wb") as out:
        out.write(b"commit refs/heads/main\ncommitter bench <bench@localhost> 1700000000 +0000\n")
        out.write(b"data 0\n")
        for number in range(GENERATED_FILES):
            seed = hashlib.sha256(str(number).encode()).hexdigest()
            size = 100 + int(seed[:8], 16) % 7_900
            text = "".join(f"{seed[i % 32:]} {i}\n" for i in range(size // 40 + 1)).encode()[:size]
            path = f"part{number // 1000:03}/group{number // 100 % 10}/file{number % 100:02}.txt"
            out.write(f"M 100644 inline {path}\ndata {len(text)}\n".encode() + text + b"\n")
    with open(stream, "rb") as commands:
        subprocess.run(
            ["git", "-C", str(repository), "fast-import", "--quiet"],
            stdin=commands,
            env=ENVIRONMENT,
            check=True,
        )


class Changes:
    """A clone of a repository that is only read, with revisions that change one file each."""

    def __init__(self, source, work, name):
        self.name = name
        self.path = work / f"{name}.git"
        head = git(source, "rev-parse", "HEAD^{commit}")
        git(work, "clone", "-q", "--bare", str(Path(source).resolve()), str(self.path))
        self.index = str(work / f"{name}.index")
        git(self.path, "read-tree", head, GIT_INDEX_FILE=self.index)
        entries = git(self.path, "ls-tree", "-r", "-l", head).split("\n")
        self.files = len(entries)
        regular = [entry for entry in entries if entry.startswith("100644 ")]
        self.file = regular[len(regular) // 2].split("\t", 1)[1]
        self.last, self.count = head, 0
        git(self.path, "update-ref", "refs/heads/main", head)

    def next(self):
        """A new revision: other content of one file."""
        self.count += 1
        self.content = f"revision {self.count}\n" * 100
        blob = git(self.path, "hash-object", "-w", "--stdin", text=self.content)
        git(
            self.path,
            *("update-index", "--cacheinfo", f"100644,{blob},{self.file}"),
            GIT_INDEX_FILE=self.index,
        )
        tree = git(self.path, "write-tree", GIT_INDEX_FILE=self.index)
        commit = git(self.path, "commit-tree", "-p", self.last, "-m", str(self.count), tree)
        git(self.path, "update-ref", "refs/heads/main", commit)
        self.last = commit
        return commit

    def changed_bytes(self):
        return len(self.content)

    def index_bytes(self, revision):
        """The length of an index file of version 2 of a revision."""
        listed = git(self.path, "ls-tree", "-r", "-z", "--name-only", revision)
        paths = [path for path in listed.split("\0") if path]
        return 12 + sum((62 + len(path.encode()) + 8) // 8 * 8 for path in paths) + 20
