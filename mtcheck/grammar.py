"""Words that carry grammar, not meaning, in Hindi, Marathi and English."""

from __future__ import annotations

from functools import lru_cache

from mtcheck.script import fold

# Words that carry grammar: they align with anything and mean nothing by themselves.
FUNCTION_WORDS = {
    fold(word)
    for word in (
        "का के की को ने में पर से तक और या एवं तथा कि जो यह वह ये वे इस उस इन उन है हैं था थे थी थीं हो होना हुआ हुई हुए गया गई गए किया की कर करना करने करते "
        "करता करती रहा रहे रही लिए भी ही तो एक अपने अपनी अपना उनके उनकी उनका इसके इसकी इसका उसके उसकी उसका जिसने जिसमें जिसके जिससे साथ बाद दौरान बीच द्वारा "
        "रूप बारे नहीं न ना मत जब तब अब यहां वहां जहां कहां क्या क्यों कैसे हम मैं आप उन्होंने उसने इसने इन्होंने मिला मिली मिले जाने जाना जाए जाएगा सकता सकते सकती "
        "दिया दी दिए देने लिया ली लिए लेने वाला वाले वाली लेकर अन्य कई कुछ सभी श्री ओर तरह जैसे ऐसे वहीं इसलिए लेकिन मगर "
        "आणि व ते ती तो हा ही हे या त्या त्यांनी त्यांच्या आहे आहेत होते होता होती झाले झाली झाला केले केली केला करणे करून येथे यांनी यांच्या यांना असे अशी असा की "
        "मध्ये साठी वर पासून पर्यंत नंतर तर मात्र पण असून आले आली आला दिले दिली दिला जाणार येणार "
        "the a an of to in on at by for with from and or as is are was were be been being has have had do does did will would shall should can could may might "
        "must this that these those it its his her their our your my he she they we you i who which what when where how not no nor so but if than then there here "
        "also into about over under after before during between both up out off all any some more most very just only"
    ).split()
}


@lru_cache(maxsize=100_000)
def is_content(word: str) -> bool:
    """True for words that carry meaning (numbers do not count)."""
    folded = fold(word)
    return folded not in FUNCTION_WORDS and not folded[:1].isdigit() and len(folded) > 1
