"""Names that several rooms use: organs, languages, kinds of paragraphs."""

GENERAL_ASSEMBLY = "General Assembly"
SECURITY_COUNCIL = "Security Council"
ECOSOC = "Economic and Social Council"
HUMAN_RIGHTS_COUNCIL = "Human Rights Council"
ENVIRONMENT_ASSEMBLY = "Environment Assembly"

LANGUAGES = {  # official languages: code of two letters, codes of three letters in the XML
    "ar": ("ara",),
    "en": ("eng",),
    "es": ("spa",),
    "fr": ("fra", "fre"),
    "ru": ("rus",),
    "zh": ("zho", "chi"),
}

BODY_KINDS = ("preambular", "operative", "subparagraph")
KINDS = (*BODY_KINDS, "heading", "annex", "other")
