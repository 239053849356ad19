"""The SEC's "Financial Statement and Notes" archives (`YYYY_MM_notes.zip`), read for their cyd facts. Pure.

Layout: sec.gov, "Financial Statement and Notes Data Sets", readme (sub, txt, num, tag, dim …, tab-separated).
"""
