"""The types of a case, and which of them are read as a tumour's or as germline."""

CASE_TYPES = ("rare", "solid", "haematology", "childhood", "pharmacogenomics")
OF_TUMOURS, OF_GERMLINE = ("solid", "haematology"), ("rare", "pharmacogenomics")  # a child's tumour may be read as both
