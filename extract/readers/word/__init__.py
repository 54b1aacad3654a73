"""Readers for Word: DOCX, the binary DOC and WPS, and what LibreOffice turns into DOCX."""
