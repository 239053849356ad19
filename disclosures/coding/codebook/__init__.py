"""The codebook: what a reviewer would note of a cybersecurity item, read from its words. Pure.

`registry.code_filing` codes a filing; one function per attribute lies in the modules by topic; what an
attribute is called, where the rule asks for it and which values it may have is data (`attributes.toml`).
"""
