"""Settings: environment variables over one TOML file over defaults, parsed once at the edge and handed down.

``SETTINGS`` is the one list; ``docs/settings.md`` shows it and a test keeps the two equal. Secrets that are not given are
derived from one master secret which lies in ``var/secret`` (made at first use, readable by the owner only).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shop.cleaning import CLEANING_RULES
from shop.errors import InvalidInput
from shop.reranking import Reranking, parse_reranking


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("SHOPTALK_CONFIG", "", "path of a TOML file with the same names as keys; the environment wins over it"),
    Setting("SHOPTALK_HOME", ".", "folder that holds var/ (database, logs, secret) and artifacts/ (indexes, models)"),
    Setting("SHOPTALK_SECRET", "", "master secret, 32 characters or more; empty: made once and kept in var/secret"),
    Setting("DATABASE_URL", "", "postgresql://… or sqlite:///…; empty: SQLite in var/shoptalk.db"),
    Setting("REDIS_URL", "", "redis://…; empty: no Redis, one machine"),
    Setting("REDIS_PREFIX", "shoptalk", "first part of every Redis key and channel"),
    Setting("SHOPTALK_HOST", "127.0.0.1", "address that the gateway listens on"),
    Setting("SHOPTALK_PORT", "8080", "port of the gateway, the only public one"),
    Setting("SHOPTALK_RASA_PORT", "5005", "port of the Rasa server"),
    Setting("SHOPTALK_ACTIONS_PORT", "5055", "port of the action server"),
    Setting("SHOPTALK_DRAFT_PORT", "5006", "port of the draft Rasa server"),
    Setting("RASA_URLS", "", "comma-separated Rasa servers; empty: the one on SHOPTALK_RASA_PORT"),
    Setting("ACTIONS_URL", "", "the action server; empty: the one on SHOPTALK_ACTIONS_PORT"),
    Setting(
        "CUSTOMER_JWT_SECRET",
        "",
        "shared with the shop, which signs its customers' tokens (HS256), 32 characters or more; empty: derived",
    ),
    Setting("ALLOWED_ORIGINS", "", "comma-separated origins whose pages may embed the widget, besides our own"),
    Setting("TRUSTED_PROXIES", "", "comma-separated addresses or networks whose X-Forwarded-For is believed"),
    Setting("SHOPTALK_SHOP_NAME", "Fern & Fjord", "name of the shop, as the assistant says it"),
    Setting("SHOPTALK_CURRENCY", "USD", "currency where an import names none"),
    Setting("SHOPTALK_ENCODER", "", "folder of a sentence-transformers model; empty: the packaged all-MiniLM-L6-v2"),
    Setting("SHOPTALK_SAMPLE_SCALE", "1.0", "size of the sample shop, as a part of the full one (0.05 to 1)"),
    Setting("SHOPTALK_REPLY_SECONDS", "4", "how long a customer waits before hearing that the answer takes longer"),
    Setting("SHOPTALK_LOG_LEVEL", "info", "debug, info, warning or error"),
    Setting(
        "SHOPTALK_CLEANING_OFF", "", "comma-separated cleaning rules that training leaves out; docs/cleaning.md lists them"
    ),
    Setting("SHOPTALK_TEST_CUSTOMERS", "", "comma-separated ids of customers who only try things; training passes them over"),
    Setting(
        "SHOPTALK_TRAIN_HOURS", "24", "hours between trainings of the recommender, 1 to 2160; 0: only when drift asks for it"
    ),
    Setting(
        "SHOPTALK_RERANKING",
        "",
        "how recommendations are ordered anew (margin=0.05,new=0.05), docs/recommender.md lists the stages; empty: as shipped",
    ),
    Setting("SHOPTALK_DATASETS", "", "folder of public data sets, for tests and benchmarks only"),
    Setting(
        "SHOPTALK_INSECURE_COOKIES", "", "1: allow staff cookies over http on a public address (behind a private network only)"
    ),
)


@dataclass(frozen=True)
class Settings:
    home: Path
    database_url: str
    redis_url: str | None
    redis_prefix: str
    host: str
    port: int
    rasa_port: int
    actions_port: int
    draft_port: int
    rasa_urls: tuple[str, ...]
    actions_url: str
    allowed_origins: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    shop_name: str
    currency: str
    encoder: str | None
    sample_scale: float
    reply_seconds: float
    log_level: str
    cleaning_off: tuple[str, ...]
    test_customers: tuple[str, ...]
    train_hours: float
    reranking: Reranking
    datasets: Path | None
    insecure_cookies: bool
    master_secret: str
    customer_jwt_secret: str

    @property
    def var(self) -> Path:
        return self.home / "var"

    @property
    def artifacts(self) -> Path:
        return self.home / "artifacts"

    @property
    def embedded(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def loopback(self) -> bool:
        return self.host in ("127.0.0.1", "::1", "localhost")

    def secret(self, purpose: str) -> str:
        """A key of its own for each purpose ("channel", "rasa-jwt", "internal", "payload", "cookie", "conversation")."""
        digest = hmac.new(self.master_secret.encode(), purpose.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _master_secret(given: str, var: Path) -> str:
    if given:
        if len(given) < 32:
            raise InvalidInput("SHOPTALK_SECRET needs 32 characters or more.", fields={"SHOPTALK_SECRET": "too short"})
        return given
    path = var / "secret"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_urlsafe(32)
    draft = var / f"secret.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made)
    try:
        os.link(draft, path)  # the first process wins; the others read what it wrote
    except FileExistsError:
        made = path.read_text(encoding="ascii").strip()
    finally:
        draft.unlink()
    return made


def _number(values: Mapping[str, str], name: str, low: float, high: float) -> float:
    try:
        number = float(values[name])
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise InvalidInput(
            f"{name} must be a number from {low:g} to {high:g}, not {values[name]!r}.", fields={name: "not in range"}
        )
    return number


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the environment (default ``os.environ``) and the TOML file it names. Raises InvalidInput naming the setting."""
    env = os.environ if environ is None else environ
    values = {s.name: s.default for s in SETTINGS}
    config = env.get("SHOPTALK_CONFIG", "")
    if config:
        try:
            loaded = tomllib.loads(Path(config).read_text(encoding="utf-8"))
        except OSError as error:
            raise InvalidInput(f"SHOPTALK_CONFIG names {config}, which cannot be read.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InvalidInput(f"{config} is not valid TOML in UTF-8.") from error
        for name, value in loaded.items():
            if name not in values:
                raise InvalidInput(
                    f"{config} sets {name}, which is no setting; docs/settings.md lists them.", fields={name: "unknown"}
                )
            values[name] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    values.update({name: env[name] for name in values if env.get(name)})

    home = Path(values["SHOPTALK_HOME"]).expanduser().resolve()
    rasa_port = int(_number(values, "SHOPTALK_RASA_PORT", 1, 65535))
    actions_port = int(_number(values, "SHOPTALK_ACTIONS_PORT", 1, 65535))
    if values["SHOPTALK_LOG_LEVEL"] not in ("debug", "info", "warning", "error"):
        raise InvalidInput(
            "SHOPTALK_LOG_LEVEL must be debug, info, warning or error.", fields={"SHOPTALK_LOG_LEVEL": "unknown"}
        )
    url = values["DATABASE_URL"] or f"sqlite:///{home / 'var' / 'shoptalk.db'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise InvalidInput("DATABASE_URL must start with postgresql:// or sqlite:///.", fields={"DATABASE_URL": "unknown kind"})
    cleaning_off = _listed(values["SHOPTALK_CLEANING_OFF"])
    if unknown := [name for name in cleaning_off if name not in CLEANING_RULES]:
        raise InvalidInput(
            f"SHOPTALK_CLEANING_OFF names {unknown[0]!r}, which is none of: {', '.join(CLEANING_RULES)}.",
            fields={"SHOPTALK_CLEANING_OFF": "unknown"},
        )
    train_hours = _number(values, "SHOPTALK_TRAIN_HOURS", 0, 2160)
    if 0 < train_hours < 1:
        raise InvalidInput("SHOPTALK_TRAIN_HOURS is 0 or at least 1.", fields={"SHOPTALK_TRAIN_HOURS": "not in range"})
    settings = Settings(
        home=home,
        database_url=url,
        redis_url=values["REDIS_URL"] or None,
        redis_prefix=values["REDIS_PREFIX"],
        host=values["SHOPTALK_HOST"],
        port=int(_number(values, "SHOPTALK_PORT", 1, 65535)),
        rasa_port=rasa_port,
        actions_port=actions_port,
        draft_port=int(_number(values, "SHOPTALK_DRAFT_PORT", 1, 65535)),
        rasa_urls=_listed(values["RASA_URLS"]) or (f"http://127.0.0.1:{rasa_port}",),
        actions_url=values["ACTIONS_URL"].rstrip("/") or f"http://127.0.0.1:{actions_port}",
        allowed_origins=_listed(values["ALLOWED_ORIGINS"]),
        trusted_proxies=_listed(values["TRUSTED_PROXIES"]),
        shop_name=values["SHOPTALK_SHOP_NAME"],
        currency=values["SHOPTALK_CURRENCY"],
        encoder=values["SHOPTALK_ENCODER"] or None,
        sample_scale=_number(values, "SHOPTALK_SAMPLE_SCALE", 0.05, 1),
        reply_seconds=_number(values, "SHOPTALK_REPLY_SECONDS", 0.1, 60),
        log_level=values["SHOPTALK_LOG_LEVEL"],
        cleaning_off=cleaning_off,
        test_customers=tuple(part.strip() for part in values["SHOPTALK_TEST_CUSTOMERS"].split(",") if part.strip()),
        train_hours=train_hours,
        reranking=parse_reranking(values["SHOPTALK_RERANKING"]),
        datasets=Path(values["SHOPTALK_DATASETS"]) if values["SHOPTALK_DATASETS"] else None,
        insecure_cookies=values["SHOPTALK_INSECURE_COOKIES"] == "1",
        master_secret=_master_secret(values["SHOPTALK_SECRET"], home / "var"),
        customer_jwt_secret="",
    )
    given = values["CUSTOMER_JWT_SECRET"]
    if given and len(given) < 32:  # every customer holds a token, on which a short secret can be guessed
        raise InvalidInput("CUSTOMER_JWT_SECRET needs 32 characters or more.", fields={"CUSTOMER_JWT_SECRET": "too short"})
    customer = given or settings.secret("customer-jwt")
    object.__setattr__(settings, "customer_jwt_secret", customer)
    return settings
