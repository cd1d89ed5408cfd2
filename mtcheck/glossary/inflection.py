"""The dictionary forms that an inflected Hindi or Marathi word may come from, and the way back.

A house rule must be sure of its words: unlike `script.stem`, which cuts endings off, this undoes one paradigm at a time, so that
माली (gardener) is never taken for माला (garland) nor चुनावी (electoral) for चुनाव (election).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mtcheck.knowledge import hindi_zipf
from mtcheck.script import fold, is_devanagari

EXACT, OBLIQUE, PLURAL, PLURAL_OBLIQUE, CASE, GENITIVE, VERB, BARE_VERB = (
    "exact", "oblique", "plural", "plural oblique", "case", "genitive", "verb", "bare verb",
)  # fmt: skip
# What a word inside a phrase may show: only its last word takes number and case (काला बाज़ार, काले बाज़ार).
INSIDE = frozenset({EXACT, OBLIQUE, GENITIVE})
_SHORT = 2  # letters; shorter words lend their endings to too many others


class Form(NamedTuple):
    """A dictionary form (folded) that a word may come from, and how it was inflected."""

    lemma: str
    how: str


@dataclass(frozen=True)
class _Rule:
    ending: str
    lemma: str
    how: str


def _rules(how: str, *pairs: str) -> tuple[_Rule, ...]:
    """Rules of "ending<lemma's ending" pairs; - is no ending at all."""
    parted = (pair.split("<") for pair in pairs)
    return tuple(_Rule(ending.strip("-"), lemma.strip("-"), how) for ending, lemma in parted)


_HINDI = (
    *_rules(OBLIQUE, "े<ा", "ये<या", "ए<या", "एं<आ"),
    *_rules(PLURAL, "ें<-", "ियां<ी", "ियां<ि", "ियां<िया", "ाएं<ा", "ायें<ा", "ुएं<ू", "ुएं<ु", "इयां<ई"),
    *_rules(PLURAL_OBLIQUE, "ों<-", "ों<ा", "ियों<ी", "ियों<ि", "ियों<िया", "ाओं<ा", "ुओं<ू", "ुओं<ु", "यों<या", "इयों<ई", "ओं<-", "ओं<ओ"),
)  # fmt: skip
# How an oblique base becomes the dictionary form again: न्यायालया-, बँके-, दौऱ्या-, शेतकऱ्यां-, भिंती-, मोदीं-.
_MARATHI_BASE = (
    *_rules(CASE, "-<-", "ा<-", "े<-", "े<ा", "ी<-", "्या<ा", "्या<ी", "्या<े", "्या<्या", "शा<सा"),
    *_rules(CASE, "ां<-", "ां<ा", "ां<े", "्यां<ा", "्यां<ी", "्यां<े", "शां<सा", "ीं<ी", "ीं<-", "ूं<ू", "ंं<-"),
)
_MARATHI_DIRECT = (
    *_rules(PLURAL, "े<-", "ा<-", "ी<-", "े<ा", "ी<े", "्या<ी"),
    *_rules(OBLIQUE, "्या<ा", "्या<े"),
    *_rules(GENITIVE, "च्या<चा", "ची<चा", "चे<चा", "च्या<ची", "च्या<चे", "चा<चे", "ची<चे"),
)
_MARATHI_CASES = tuple(
    sorted(
        (
            fold(case)
            for case in (
                "चा ची चे च्या ला ना स ने नी शी त तील तून हून वर वरील वरून साठी मध्ये मधील मधून कडून कडे कडील पर्यंत विरोधात विरुद्ध बाबत विषयी "
                "समोर खाली खालील जवळ पासून प्रमाणे मुळे शिवाय सह सोबत मार्फत द्वारे बद्दल पुढे मागे आधी नंतर पेक्षा दरम्यान अंतर्गत च्यासाठी च्यावर "
                "च्याकडे च्याकडून च्यामुळे च्याविरोधात च्याबाबत च्यासह च्यापुढे"
            ).split()
        ),
        key=lambda case: (-len(case), case),
    )
)
_MARATHI_CLITICS = ("ही", "च", "देखील")
_CLOSED = {"ि": "ी", "ु": "ू"}  # a Marathi stem shortens its last vowel: पोलीस, पोलिसा-

_VERB_ENDINGS = {
    "hi": (
        "ना",
        tuple(
            "ना ने नी ता ते ती तीं ेगा ेगी ेंगे ेंगी एगा एगी एंगे एंगी ूंगा ूंगी ऊंगा ऊंगी ोगे ओगे ा े ी ीं या ये यी ए ई ईं ें एं ो ओ िए इए िये इये ूं ऊं".split()
        ),
    ),
    "mr": (
        "णे",
        tuple(
            "णे ण्या ण्यास ण्याचा ण्याची ण्याचे ण्याच्या ण्यासाठी ण्यात ण्याला तो ते ती तात ता त ला ली ले ल्या लेला लेली लेले लेल्या णार णारा णारी णारे णार्या ून ावा ावी ावे "
            "ाव्या ेल ील तील ू".split()
        ),
    ),
}
_IRREGULAR = {
    language: {fold(form): verb for verb, forms in table.items() for form in forms.split()}
    for language, table in {
        "hi": {
            "करना": "किया किए किये की कीं कीजिए कीजिये करके",
            "जाना": "गया गए गये गई गयी गईं गयीं",
            "देना": "दिया दिए दिये दी दीं दें दो दूं देगा देगी देंगे देंगी दूंगा दूंगी",
            "लेना": "लिया लिए लिये ली लीं लें लो लूं लेगा लेगी लेंगे लेंगी लूंगा लूंगी",
            "होना": "हुआ हुए हुई हुईं हों होगा होगी होंगे होंगी",
        },
        "mr": {
            "करणे": "केला केली केले केल्या केलेला केलेली केलेले केलेल्या",
            "देणे": "दिला दिली दिले दिल्या दिलेला दिलेली दिलेले दिलेल्या",
            "घेणे": "घेतला घेतली घेतले घेतल्या घेतलेला घेतलेली घेतलेले घेतलेल्या",
            "जाणे": "गेला गेली गेले गेल्या गेलेला गेलेली गेलेले गेलेल्या",
            "होणे": "झाला झाली झाले झाल्या झालेला झालेली झालेले झालेल्या",
            "येणे": "आला आली आले आल्या आलेला आलेली आलेले आलेल्या",
        },
    }.items()
}


@lru_cache(maxsize=100_000)
def forms(word: str, language: str) -> tuple[Form, ...]:
    """Every form that `word` may come from, itself first; a word of another script only itself."""
    folded = fold(word)
    found = {Form(folded, EXACT): None}
    if is_devanagari(folded):
        nouns = _marathi(folded) if language == "mr" else _undone(folded, _HINDI)
        found.update(dict.fromkeys(form for form in nouns if form.lemma != folded))
        found.update(dict.fromkeys(_verbs(folded, language)))
    return tuple(found)


def _undone(word: str, rules: tuple[_Rule, ...]) -> list[Form]:
    found = [
        Form(word.removesuffix(rule.ending) + rule.lemma, rule.how) for rule in rules if word.endswith(rule.ending)
    ]
    if word in ("की", "के"):
        found.append(Form("का", OBLIQUE))
    return [form for form in found if form.lemma]


def _marathi(word: str) -> list[Form]:
    found = _undone_safely(word, _MARATHI_DIRECT)
    for bare in [word, *(word.removesuffix(clitic) for clitic in _MARATHI_CLITICS if word.endswith(clitic))]:
        if bare != word:
            found += [Form(bare, CASE), *_undone_safely(bare, _MARATHI_DIRECT)]
        for case in _MARATHI_CASES:
            if bare.endswith(case) and len(bare) - len(case) >= _SHORT:
                found += _bases(bare.removesuffix(case))
    return found


def _undone_safely(word: str, rules: tuple[_Rule, ...]) -> list[Form]:
    """Plurals without a case ending, but not of very short words, which other words only resemble (कर, करा)."""
    return [form for form in _undone(word, rules) if len(form.lemma) > _SHORT]


def _bases(base: str) -> list[Form]:
    found = _undone(base, _MARATHI_BASE)
    return found + [Form(long, form.how) for form in found if (long := _lengthened(form.lemma))]


def _lengthened(lemma: str) -> str:
    """The lemma with the long vowel that it shows when nothing follows; '' when it has no such vowel."""
    vowel = lemma[-2:-1]
    return f"{lemma[:-2]}{_CLOSED[vowel]}{lemma[-1]}" if vowel in _CLOSED and len(lemma) > _SHORT else ""


def _verbs(word: str, language: str) -> list[Form]:
    infinitive, endings = _VERB_ENDINGS["mr" if language == "mr" else "hi"]
    irregular = _IRREGULAR["mr" if language == "mr" else "hi"].get(word)
    found = [Form(irregular, VERB)] if irregular else []
    found += [Form(word.removesuffix(e) + infinitive, VERB) for e in endings if word.endswith(e) and word != e]
    if language != "mr":
        found += [Form(word.removesuffix("कर") + infinitive, VERB)] if word.endswith("कर") and word != "कर" else []
        found.append(Form(word + infinitive, BARE_VERB))
    return found


def infinitive_of(word: str, language: str) -> str:
    """The infinitive that an irregular verb form certainly belongs to (किया → करना); '' for any other word."""
    folded = fold(word)
    return "" if folded in _ALSO_OTHER else _IRREGULAR["mr" if language == "mr" else "hi"].get(folded, "")


# Forms of a verb that are also other words: the genitive, "to both", "sister" …
_ALSO_OTHER = {fold(word) for word in "की दी ली दो लो दें लें लिए लिये दिए हों".split()}


def is_infinitive(word: str, language: str) -> bool:
    """True when a word ends as infinitives do (करना, करणे)."""
    return fold(word).endswith(_VERB_ENDINGS["mr" if language == "mr" else "hi"][0]) and len(fold(word)) > _SHORT + 1


def inflected(word: str, like: str, language: str) -> str:
    """`word` (Hindi) in the form `like` (an inflection's name) where that is certain, else as it is.

    Certain are a masculine in -ा in the oblique, and a plural that exists and has no rival form. Which gender a noun has is
    told by the plurals that Hindi text really uses.
    """
    if language == "mr" or like not in (OBLIQUE, PLURAL, PLURAL_OBLIQUE):
        return word
    if like == OBLIQUE:
        return f"{word[:-1]}े" if word.endswith("ा") and _is_masculine(word) else word
    made = {
        word.removesuffix(rule.lemma) + rule.ending
        for rule in _HINDI
        if rule.how == like and word.endswith(rule.lemma) and _fits(word, rule)
    }
    real = [form for form in sorted(made) if hindi_zipf(form) >= _REAL and len(word) > _SHORT]
    return real[0] if len(real) == 1 else word


_REAL = 2.0  # Zipf frequency from which a form is in use
_MARGIN = 0.5


def _is_masculine(word: str) -> bool:
    return hindi_zipf(f"{word[:-1]}ों") > hindi_zipf(f"{word[:-1]}ाओं") + _MARGIN


def _fits(word: str, rule: _Rule) -> bool:
    """A bare ending goes on a consonant, a vowel letter on a vowel; -ों replaces only a masculine's -ा."""
    if rule.lemma:
        return rule.lemma != "ा" or rule.ending not in ("ों", "ाओं") or _is_masculine(word) == (rule.ending == "ों")
    return (word[-1:] in "ािीुूृेैोौॉॅ") == (rule.ending == "ओं")
