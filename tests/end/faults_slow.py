#!/usr/bin/env python3
"""Allocations and system calls that fail, at every point."""
from faults import *


def test_memory(d):
    memory_check(d, 0)


def test_memory_json(d):
    memory_check(d, 0, "--format", "json")


def test_memory_house(d):
    memory_check(d, 0, house=True)


def test_documents(d):
    documents(d, 0, "json,html", [("malloc", errno.ENOMEM)])


def test_documents_pdf(d):
    # HarfBuzz brings GLib, whose start-up answers a no with an abort or a wait: a dozen points, and no document is harmed
    documents(d, 0, "pdf", [("malloc", errno.ENOMEM)], tolerated=16)


def test_disk(d):
    documents(d, 0, "json,html,pdf", [(f, e) for f in ("write", "fsync", "close", "rename", "mkostemp", "fchmod") for e in (errno.EIO, "kill")])


main(globals())
