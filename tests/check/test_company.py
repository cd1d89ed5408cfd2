"""The company that words keep: the table, the domains of a text, and what the trees make of both."""

import numpy as np
import pytest

from mtcheck.company import domains_of, likelihoods, profiles, surroundings, suspects
from mtcheck.forest import Forest, forest
from mtcheck.knowledge import story_errors, story_pairs, story_words
from mtcheck.script import stem, word_texts, words


def likelihood(text: str, word: str) -> float:
    """The highest probability of any rival of the word in this text; 0 when it has none."""
    tokens = words(text)
    found = [s for s in suspects(tokens, surroundings([tokens], "hi")) if tokens[s.index].text == word]
    return max(likelihoods(found), default=0.0)


@pytest.mark.parametrize(
    ("word", "wrong", "right"),
    [
        ("जहाजों", "सर्जन ने मरीज के रक्त के जहाजों को टांकों से जोड़ा।", "बंदरगाह पर माल से लदे जहाजों की कतार लग गई।"),
        ("एकमात्र", "पर्वतारोही के जूते का एकमात्र चढ़ाई के बीच उखड़ गया।", "गांव के एकमात्र स्कूल में दो शिक्षक हैं।"),
        ("वाक्य", "न्यायाधीश ने हत्या के दोषी को उम्रकैद का वाक्य सुनाया।", "शिक्षक ने व्याकरण की कक्षा में वाक्य के भेद समझाए।"),
        (
            "तनाव",
            "प्रयोगशाला ने वायरस के नए तनाव की पहचान की और टीके की जांच की।",
            "परीक्षा के दिनों में छात्रों में तनाव बढ़ जाता है।",
        ),
    ],
)
def test_a_word_is_likelier_wrong_in_the_company_of_another(word: str, wrong: str, right: str):
    assert likelihood(wrong, word) > 0.5 > likelihood(right, word)


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_the_table_knows_what_the_stories_mark(language: str):
    """Where a single word was marked and another single word is right: the table is made from these files."""
    table, missing, seen = profiles(language), [], 0
    for _, english, wrong, right, _ in story_errors(language):
        if len(word_texts(wrong)) == 1 and " " not in right:
            seen += 1
            rivals = table[stem(wrong, language)].rivals
            if not any(stem(right, language) == rival.right for rival in rivals):
                missing.append((english, wrong, right))
    assert seen > 200
    assert len(missing) < 0.05 * seen, missing[:10]


def test_an_unknown_word_has_no_profile():
    assert profiles("hi")["क्षफ्घ"].rivals == ()


def test_domains_of_a_text():
    stems = {stem(word) for word in word_texts("बल्लेबाज ने अंतिम ओवर में छक्का जड़कर विकेट गंवाए बिना पारी समाप्त की")}
    found = domains_of(stems, "hi", 0.5)
    assert max(found, key=lambda domain: found[domain]) == "cricket"
    assert sum(found.values()) == pytest.approx(1.0)


def test_counts_of_the_stories():
    rightly, wrongly = story_words("hi")["अदालत"]
    assert rightly > wrongly
    assert len(story_pairs("mr")) > 1000


def test_a_forest_by_hand():
    """Two trees: a base rate of one half, and one split."""
    trees = Forest(
        ("size",),
        np.array([[-1, -1, -1], [0, -1, -1]], np.int32),
        np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]]),
        np.array([[0, 0, 0], [1, 0, 0]], np.int32),
        np.array([[0, 0, 0], [2, 0, 0]], np.int32),
        np.array([[0.0, 0.0, 0.0], [0.0, -1.0, 1.0]]),
    )
    low, high = trees.probabilities([{"size": 2.0}, {"size": 2.1}])
    assert low == pytest.approx(1 / (1 + np.e))
    assert high == pytest.approx(1 - low)
    assert trees.probabilities([]) == []


def test_every_witness_of_the_trees_is_given():
    tokens = words("अदालत ने दोषी को सात साल का वाक्य सुनाया।")
    given = next(suspects(tokens, surroundings([tokens], "hi"))).witnesses
    assert set(forest("company").witnesses) <= set(given)
