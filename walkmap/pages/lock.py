"""Locking a page: its data can be read only by who knows a phrase.

The data block is encrypted by AES-GCM with a key that PBKDF2-HMAC-SHA256 makes of the phrase;
`static/lock.js` is the other half. Whoever has the file can try phrases as fast as machines go:
therefore the phrase is generated, and long.
"""

import json
import secrets
import unicodedata
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from walkmap.pages.phrase import COUNT, new_phrase, words
from walkmap.pages.texts.lock import TEXTS

ROUNDS = 600_000
_SALT, _IV, _KEY = 16, 12, 32


@dataclass(frozen=True)
class Lock:
    """One phrase and its key, for all pages of a month plan.

    Parameters
    ----------
    plan
        What is locked, such as ``nanshatan/2026-12``; it stands in clear in the page, and what was
        locked for one plan opens as no other's.
    phrase
        Words with spaces between them.
    salt
        Random, 16 bytes.
    key
        Made of phrase and salt, 32 bytes.
    """

    plan: str
    phrase: str = field(repr=False)
    salt: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def block(self, data: dict[str, Any], lang: str, title: str) -> dict[str, Any]:
        """Return what stands in a locked page in place of its data.

        Parameters
        ----------
        data
            Encrypted; in clear stays only whether they are made up.
        lang
            ``"zh"`` or ``"en"``.
        title
            What is shown above the question for the phrase.
        """
        iv = secrets.token_bytes(_IV)
        clear = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        sealed = AESGCM(self.key).encrypt(
            iv, clear.encode("utf-8", "replace"), self.plan.encode("utf-8")
        )
        return {
            "locked": {
                "plan": self.plan,
                "rounds": ROUNDS,
                "salt": b64encode(self.salt).decode(),
                "iv": b64encode(iv).decode(),
                "text": b64encode(sealed).decode(),
            },
            "title": title,
            "badge": data.get("badge", ""),
            "count": COUNT,
            "words": " ".join(words(lang)),
            "texts": {key: text.in_(lang) for key, text in TEXTS.items()},
        }


def new_lock(plan: str, lang: str) -> Lock:
    """Return a lock with a phrase of its own.

    Parameters
    ----------
    plan
        As in `Lock`.
    lang
        Of the phrase's words.
    """
    phrase, salt = new_phrase(lang), secrets.token_bytes(_SALT)
    return Lock(plan, phrase, salt, key_of(phrase, salt))


def key_of(phrase: str, salt: bytes) -> bytes:
    """Return the key of a phrase, of which only the letters count: no spaces, no capitals."""
    letters = "".join(filter(str.isalpha, unicodedata.normalize("NFKC", phrase).lower()))
    made = PBKDF2HMAC(algorithm=SHA256(), length=_KEY, salt=salt, iterations=ROUNDS)
    return made.derive(letters.encode("utf-8"))
