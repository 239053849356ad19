"""What people send to this app's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.http import QueryDict

from disclosures.conf import reading_limits
from disclosures.identity import Details
from disclosures.models import UploadItem
from disclosures.web.addresses import LONGEST_ADDRESS, parse_address
from disclosures.web.errors import WebError
from disclosures.web.fetching import public_policy
from disclosures.web.policy import check_address

FORM_CHOICES = ["10-K", "10-K/A", "20-F", "20-F/A", "8-K", "8-K/A", "6-K", "Web disclosure"]
# A form's fields may have 2.5 MB together, and a Chinese sign takes nine bytes on its way here.
LONGEST_PASTED_TEXT = 250_000


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files, each within the limits; the first that is not fails with its name."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        # Without a file the widget gives an empty list; None lets the field say that one is required.
        files: Sequence[Any] = data if isinstance(data, (list, tuple)) and data else [None]
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise forms.ValidationError(f"At most {settings.UPLOAD_MAX_FILES} files at a time.")
        cleaned = [self._clean_one(file, initial) for file in files]
        total = sum(file.size or 0 for file in cleaned)
        if total > settings.UPLOAD_MAX_TOTAL_BYTES:
            raise forms.ValidationError(
                f"These files have {total / 1e6:,.1f} MB together; an upload may have"
                f" {settings.UPLOAD_MAX_TOTAL_BYTES / 1e6:,.1f} MB. Hand them in in several uploads."
            )
        return cleaned

    def _clean_one(self, file: Any, initial: Any) -> "UploadedFile[bytes]":
        cleaned: UploadedFile[bytes] = super().clean(file, initial)
        if cleaned.size is not None and cleaned.size > settings.UPLOAD_MAX_BYTES:
            megabytes = settings.UPLOAD_MAX_BYTES // 1_000_000
            raise forms.ValidationError(f"{cleaned.name} is larger than {megabytes} MB.")
        return cleaned


class UploadForm(forms.Form):
    # An empty file gets its sentence from the reader, in its own row, beside the files that are fine.
    documents = SeveralFilesField(
        label="Files", allow_empty_file=True, error_messages={"required": "Choose at least one file."}
    )

    @property
    def limits_sentence(self) -> str:
        """What the form takes at most, said before anybody chooses a file."""
        each, together = settings.UPLOAD_MAX_BYTES // 1_000_000, settings.UPLOAD_MAX_TOTAL_BYTES // 1_000_000
        return (
            f"At most {settings.UPLOAD_MAX_FILES} files at a time, {each:,} MB each and {together:,} MB"
            f" together; a PDF of at most {reading_limits().pdf_pages:,} pages."
        )


class TextForm(forms.Form):
    """A pasted text, and what it may not say itself; what is missing is asked once it is read."""

    text = forms.CharField(
        label="Text",
        max_length=LONGEST_PASTED_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="A web disclosure, a filing's item, an R page or a regulator's plan, headings included.",
        error_messages={
            "required": "Paste the text.",
            "max_length": "The text has %(show_value)d characters; at most %(limit_value)d are taken here. "
            "Hand it in as a file.",
        },
    )
    issuer_name = forms.CharField(
        label="Issuer",
        required=False,
        max_length=200,
        help_text="Where the text does not name it. Written as it is held here, the text joins that issuer.",
    )
    form = forms.CharField(
        label="Form or kind",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"list": "form-choices", "class": "w-short"}),
    )
    fiscal_year = forms.IntegerField(
        label="Fiscal year",
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "w-short"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError("Paste the text.")
        return text

    def details(self) -> Details:
        given = self.cleaned_data
        return Details(
            issuer_name=given["issuer_name"], form=given["form"], fiscal_year=given["fiscal_year"] or 0
        )


class AddressForm(forms.Form):
    """The address of a page. What can be refused without asking anybody is refused here."""

    address = forms.CharField(
        label="Address of the page",
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text="One page is fetched, nothing it links to: HTML, plain text or PDF up to 20 MB, from the "
        "public internet, unless the site asks programs to stay away (robots.txt).",
        error_messages={"required": "Write the address of a page."},
    )

    def clean_address(self) -> str:
        words: str = self.cleaned_data["address"]
        try:
            address = parse_address(words)
            check_address(address, public_policy())
        except WebError as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return str(address)


class AnswerForm(forms.Form):
    """What the source does not say. The year is always asked: from a period alone it is a guess."""

    issuer_name = forms.CharField(
        label="Issuer", max_length=200, widget=forms.TextInput(attrs={"list": "issuer-suggestions"})
    )
    cik = forms.CharField(
        label="CIK",
        required=False,
        max_length=10,
        validators=[RegexValidator(r"^\d{1,10}$", "A CIK is up to ten digits.")],
        help_text="If you know it: up to ten digits.",
    )
    form = forms.CharField(
        label="Form",
        max_length=40,
        widget=forms.TextInput(attrs={"list": "form-choices", "class": "w-short"}),
    )
    fiscal_year = forms.IntegerField(label="Fiscal year", min_value=1990, max_value=2100)

    def __init__(self, data: QueryDict | None = None, *, item: UploadItem) -> None:
        super().__init__(data, initial=item.answers)
        missing = set(item.code.split(","))
        if "issuer" not in missing:
            del self.fields["issuer_name"], self.fields["cik"]
        if "form" not in missing:
            del self.fields["form"]

    def clean_cik(self) -> str:
        cik: str = self.cleaned_data["cik"]
        return cik.zfill(10) if cik else ""

    def details(self) -> Details:
        given = self.cleaned_data
        return Details(
            issuer_name=given.get("issuer_name", ""),
            cik=given.get("cik", ""),
            form=given.get("form", ""),
            fiscal_year=given.get("fiscal_year", 0),
        )


class PageForm(forms.Form):
    """Query string of a list that is shown page by page. `given` is empty where it makes no sense."""

    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    @property
    def given(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


class IssuerFilterForm(PageForm):
    """Query string of the issuer list."""

    q = forms.CharField(label="Name or CIK", required=False, max_length=100)


class FilingFilterForm(PageForm):
    """Query string of the filing list."""

    q = forms.CharField(label="Issuer", required=False, max_length=100)
    form = forms.CharField(required=False, max_length=40)
    year = forms.IntegerField(label="Fiscal year", required=False, min_value=1990, max_value=2100)
