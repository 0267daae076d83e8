"""Stands in for GitHub's REST API: secrets and variables of Actions, secrets of Codespaces.

Values are sealed for a key of its own, and opened by libsodium: what is kept is what came out.
"""

import base64
import json
import re
import urllib.parse

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from stand_in import Handler, HttpServer, StandIn, moment
from tls import wrap

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LARGEST_VALUE = 48 * 1024
MOST_SECRETS = {"repository": 100, "environment": 100, "organization": 1000, "user": 100}
MOST_VARIABLES = {"repository": 500, "environment": 100, "organization": 1000}
VISIBILITIES = ("all", "private", "selected")
ALL_RIGHTS = frozenset({"secrets", "variables", "environments", "codespaces", "organization", "user"})
FORBIDDEN = {"message": "Resource not accessible by personal access token", "documentation_url": "https://docs.example"}
FORBIDDEN_TO_JOBS = {"message": "Resource not accessible by integration", "documentation_url": "https://docs.example"}
NOT_FOUND = {"message": "Not Found", "documentation_url": "https://docs.example"}


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status, body, headers=None):
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or {}


def invalid(message):
    return Refused(422, {"message": message, "documentation_url": "https://docs.example"})


class Key:
    """A key pair, of which only the public half is told."""

    number = 568250167242549743

    def __init__(self):
        Key.number += 1
        self.id = str(Key.number)
        self.private = PrivateKey.generate()

    def told(self):
        return {"key_id": self.id, "key": base64.b64encode(bytes(self.private.public_key)).decode()}


class Vault:
    """One list of secrets, or of variables."""

    def __init__(self, kind, right, most):
        self.kind, self.right, self.most = kind, right, most
        self.key = Key()
        self.entries = {}

    def rotate(self):
        """Changes the key, as the service does now and then."""
        self.key = Key()


class StandInGithub(StandIn):
    """The API, with the repositories, environments and organisations that a test names."""

    def __init__(self, tokens=None, repositories=("omenking/cruddur",), organizations=("octo",)):
        super().__init__()
        self.tokens = tokens or {"a-token": ALL_RIGHTS}
        self.repositories = {name.lower(): 1000 + at for at, name in enumerate(repositories)}
        self.organizations = set(organizations)
        self.environments = set()
        self.vaults = {}

    def server(self):
        server = HttpServer(("127.0.0.1", 0), Handler)
        server.owner = self
        return server

    def vault(self, root):
        """The list at a path."""
        with self.lock:
            if root not in self.vaults:
                self.vaults[root] = self.make_vault(root)
            return self.vaults[root]

    def make_vault(self, root):
        parts = root.strip("/").split("/")
        is_variables = parts[-1] == "variables"
        if parts[0] == "repos":
            if "/".join(parts[1:3]).lower() not in self.repositories:
                raise Refused(404, NOT_FOUND)
            if parts[3] == "environments":
                if (parts[1] + "/" + parts[2] + "/" + parts[4]).lower() not in self.environments:
                    raise Refused(404, NOT_FOUND)
                holder, right = "environment", "environments"
            else:
                holder, right = "repository", "codespaces" if parts[3] == "codespaces" else parts[-1]
        elif parts[0] == "orgs":
            if parts[1] not in self.organizations:
                raise Refused(404, NOT_FOUND)
            holder, right = "organization", "organization"
        else:
            holder, right = "user", "user"
        most = MOST_VARIABLES if is_variables else MOST_SECRETS
        vault = Vault(holder, right, most[holder])
        vault.is_variables = is_variables
        return vault

    def values(self, root):
        """What is kept, opened."""
        return {name: entry["value"] for name, entry in self.vault(root).entries.items()}

    def answer(self, method, path, headers, body):
        try:
            with self.lock:
                return self.route(method, path, headers, body)
        except Refused as refused:
            return refused.status, refused.headers, refused.body

    def rights(self, headers):
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() not in ("bearer", "token"):
            raise Refused(401, {"message": "Requires authentication"})
        if token not in self.tokens:
            raise Refused(401, {"message": "Bad credentials"})
        if not headers.get("user-agent"):
            raise Refused(403, {"message": "Request forbidden by administrative rules."})
        version = headers.get("x-github-api-version", "2022-11-28")
        if version not in ("2022-11-28", "2026-03-10"):
            raise Refused(400, {"message": f"API version {version} is not supported"})
        return self.tokens[token]

    def route(self, method, path, headers, body):
        rights = self.rights(headers)
        path, _, query = path.partition("?")
        path = path.removeprefix("/api/v3")
        query = dict(urllib.parse.parse_qsl(query))
        parts = [urllib.parse.unquote(part) for part in path.strip("/").split("/")]
        if len(parts) == 3 and parts[0] == "repos" and method == "GET":
            return 200, {}, self.repository(parts[1], parts[2])
        root, rest = self.split(parts)
        vault = self.vault(root)
        if vault.right not in rights:
            raise Refused(403, FORBIDDEN_TO_JOBS if "job" in rights else FORBIDDEN)
        if vault.is_variables:
            return self.variables(vault, method, path, rest, query, body)
        return self.secrets(vault, method, path, rest, query, body)

    def split(self, parts):
        """Divides a path into the list and what is asked of it."""
        for word in ("secrets", "variables"):
            if word in parts[1:]:
                at = parts.index(word, 1) + 1
                return "/" + "/".join(parts[:at]), parts[at:]
        raise Refused(404, NOT_FOUND)

    def repository(self, owner, name):
        number = self.repositories.get(f"{owner}/{name}".lower())
        if number is None:
            raise Refused(404, NOT_FOUND)
        url = f"{self.url}/repos/{owner}/{name}"
        return {"id": number, "name": name, "full_name": f"{owner}/{name}", "owner": {"login": owner}, "url": url}

    def secrets(self, vault, method, path, rest, query, body):
        match method, rest:
            case "GET", ["public-key"]:
                return 200, {}, vault.key.told()
            case "GET", []:
                return self.page(path, "secrets", [self.shown(vault, name) for name in sorted(vault.entries)], query, 30, 100)
            case "GET", [name]:
                return 200, {}, self.shown(vault, self.known(vault, name))
            case "GET", [name, "repositories"]:
                entry = vault.entries[self.known(vault, name)]
                if vault.kind == "organization" and entry["visibility"] != "selected":
                    raise Refused(409, {"message": "the secret is not for selected repositories"})
                names = {number: name for name, number in self.repositories.items()}
                found = [self.repository(*names[number].split("/")) for number in entry["repositories"]]
                return self.page(path, "repositories", found, query, 30, 100)
            case "PUT", [name]:
                return self.put_secret(vault, name, body)
            case "DELETE", [name]:
                del vault.entries[self.known(vault, name)]
                return 204, {}, None
        raise Refused(404, NOT_FOUND)

    def put_secret(self, vault, name, body):
        request = self.members(body, {"encrypted_value": str, "key_id": str}, {"visibility": str, "selected_repository_ids": list})
        name = self.checked_name(name)
        if request["key_id"] != vault.key.id:
            raise invalid("Bad request - the key ID does not match the public key")
        try:
            sealed = base64.b64decode(request["encrypted_value"], validate=True)
            value = SealedBox(vault.key.private).decrypt(sealed)
        except (ValueError, CryptoError):
            raise invalid("Bad request - the value was not encrypted with the public key") from None
        if len(value) > LARGEST_VALUE:
            raise invalid("the secret is too large")
        is_new = name not in vault.entries
        if is_new and len(vault.entries) >= vault.most:
            raise invalid("there are too many secrets")
        entry = vault.entries.setdefault(name, {"created": moment(), "visibility": None, "repositories": []})
        self.see(vault, entry, request)
        entry.update(value=value, updated=moment())
        return (201, {}, {}) if is_new else (204, {}, None)

    def see(self, vault, entry, request):
        """Who sees an entry: an organisation has to say it each time; what is not named is taken away."""
        chosen = request.get("selected_repository_ids")
        if vault.kind == "organization":
            if request.get("visibility") not in VISIBILITIES:
                raise invalid("visibility must be all, private or selected")
            if chosen is not None and request["visibility"] != "selected":
                raise invalid("repositories are only for the visibility selected")
            entry["visibility"] = request["visibility"]
        elif vault.kind != "user" and (chosen is not None or "visibility" in request):
            raise invalid("a repository has no visibility")
        if any(not isinstance(number, int) or number not in self.repositories.values() for number in chosen or []):
            raise invalid("there is no such repository")
        entry["repositories"] = list(chosen or [])

    def variables(self, vault, method, path, rest, query, body):
        match method, rest:
            case "GET", []:
                found = [self.shown(vault, name) for name in sorted(vault.entries)]
                return self.page(path, "variables", found, query, 10, 30)
            case "GET", [name]:
                return 200, {}, self.shown(vault, self.known(vault, name))
            case "POST", []:
                return self.make_variable(vault, body)
            case "PATCH", [name]:
                entry = vault.entries[self.known(vault, name)]
                request = self.members(body, {}, {"name": str, "value": str, "visibility": str, "selected_repository_ids": list})
                entry.update(value=self.checked_value(request.get("value", entry["value"])), updated=moment())
                return 204, {}, None
            case "DELETE", [name]:
                del vault.entries[self.known(vault, name)]
                return 204, {}, None
        raise Refused(404, NOT_FOUND)

    def make_variable(self, vault, body):
        optional = {"visibility": str, "selected_repository_ids": list}
        request = self.members(body, {"name": str, "value": str}, optional)
        name = self.checked_name(request["name"])
        if name in vault.entries:
            raise Refused(409, {"message": "Already exists - Variable already exists"})
        if len(vault.entries) >= vault.most:
            raise invalid("there are too many variables")
        entry = {"created": moment(), "visibility": None, "repositories": []}
        self.see(vault, entry, request)
        entry.update(value=self.checked_value(request["value"]), updated=moment())
        vault.entries[name] = entry
        return 201, {}, {}

    def members(self, body, required, optional):
        """The members of a body: all that are needed, none of another type."""
        try:
            request = json.loads(body)
        except ValueError:
            raise Refused(400, {"message": "Problems parsing JSON"}) from None
        if not isinstance(request, dict):
            raise Refused(400, {"message": "Body should be a JSON object"})
        for name, kind in required.items():
            if not isinstance(request.get(name), kind):
                raise invalid(f"Invalid request.\n\n\"{name}\" wasn't supplied.")
        for name, value in request.items():
            kind = {**required, **optional}.get(name)
            if kind is None or not isinstance(value, kind):
                raise invalid(f"Invalid request.\n\n\"{name}\" is not a permitted key.")
        return request

    def checked_name(self, name):
        upper = name.upper()
        if not NAME.fullmatch(name) or upper.startswith("GITHUB_"):
            raise invalid("Secret names can only contain alphanumeric characters and underscores, and must not begin with GITHUB_ or a digit")
        return upper

    def checked_value(self, value):
        if len(value.encode()) > LARGEST_VALUE:
            raise invalid("the value is too large")
        return value

    def known(self, vault, name):
        if name.upper() not in vault.entries:
            raise Refused(404, NOT_FOUND)
        return name.upper()

    def shown(self, vault, name):
        entry = vault.entries[name]
        shown = {"name": name, "created_at": entry["created"], "updated_at": entry["updated"]}
        if vault.is_variables:
            shown["value"] = entry["value"]
        if vault.kind == "organization":
            shown["visibility"] = entry["visibility"]
        return shown

    def page(self, path, word, found, query, usual, most):
        size = min(max(int(query.get("per_page", usual)), 1), most)
        page = max(int(query.get("page", 1)), 1)
        begin = (page - 1) * size
        headers = {}
        if begin + size < len(found):
            headers["link"] = f'<{self.url}{path}?per_page={size}&page={page + 1}>; rel="next"'
        return 200, headers, {"total_count": len(found), word: found[begin:begin + size]}


class StandInEnterprise(StandInGithub):
    """The same over TLS, without which GitHub's own program speaks to nobody."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def server(self):
        server = super().server()
        self.trusted = wrap(server, self.folder)
        return server
