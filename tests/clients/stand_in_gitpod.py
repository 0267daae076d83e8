"""Stands in for Gitpod Classic: its service of variables, and its program `gp`.

The messages are described here as Gitpod's own file describes them; they are read and written by
the JSON of protocol buffers, behind the Connect protocol's own Python library.
"""

import re
import uuid

from connectrpc.code import Code
from connectrpc.compat import google_protobuf_codecs
from connectrpc.errors import ConnectError
from connectrpc.method import IdempotencyLevel, MethodInfo
from connectrpc.server import ConnectWSGIApplication, EndpointSync
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from stand_in import ConnectStandIn

SERVICE = "gitpod.v1.EnvironmentVariableService"
LONGEST_VALUE = 32_767
NAME = re.compile(r"[a-zA-Z_]+[a-zA-Z0-9_]*")
SEGMENT = re.compile(r"[a-zA-Z0-9_\-.*]+")

# A field is `number name type`, with `?` where it tells an absent one from an empty one.
MESSAGES = {
    "PaginationRequest": ["1 page_size int32", "2 token string"],
    "PaginationResponse": ["1 next_token string"],
    "UserEnvironmentVariable": ["1 id string", "2 name string", "3 value string", "4 repository_pattern string"],
    "ListUserEnvironmentVariablesRequest": ["1 pagination PaginationRequest"],
    "ListUserEnvironmentVariablesResponse": [
        "1 environment_variables UserEnvironmentVariable*",
        "2 pagination PaginationResponse",
    ],
    "UpdateUserEnvironmentVariableRequest": [
        "1 environment_variable_id string",
        "2 name string?",
        "3 value string?",
        "4 repository_pattern string?",
    ],
    "UpdateUserEnvironmentVariableResponse": ["1 environment_variable UserEnvironmentVariable"],
    "CreateUserEnvironmentVariableRequest": ["1 name string", "2 value string", "3 repository_pattern string"],
    "CreateUserEnvironmentVariableResponse": ["1 environment_variable UserEnvironmentVariable"],
    "DeleteUserEnvironmentVariableRequest": ["1 environment_variable_id string"],
    "DeleteUserEnvironmentVariableResponse": [],
}


def declare():
    """Makes the classes of the messages, in a pool of their own."""
    field_type = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(
        name="stand_in/envvar.proto", package="gitpod.classic.v1", syntax="proto3"
    )
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field in fields:
            number, field_name, kind = field.split()
            declared = message.field.add(name=field_name, number=int(number), label=field_type.LABEL_OPTIONAL)
            plain = kind.rstrip("?*")
            if plain in MESSAGES:
                declared.type, declared.type_name = field_type.TYPE_MESSAGE, f".gitpod.classic.v1.{plain}"
            else:
                declared.type = {"string": field_type.TYPE_STRING, "int32": field_type.TYPE_INT32}[plain]
            if kind.endswith("*"):
                declared.label = field_type.LABEL_REPEATED
            if kind.endswith("?"):
                declared.proto3_optional = True
                declared.oneof_index = len(message.oneof_decl)
                message.oneof_decl.add(name=f"_{field_name}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = message_factory.GetMessageClassesForFiles([file.name], pool)
    return {name: found[f"gitpod.classic.v1.{name}"] for name in MESSAGES}


TYPES = declare()


def refuse(message, code=Code.INVALID_ARGUMENT):
    raise ConnectError(code, message)


def utf16_units(text):
    return len(text.encode("utf-16-le")) // 2


def check(name, value, pattern):
    """The rules of Gitpod's server for a variable of a user."""
    if not name.strip():
        refuse("Name must not be empty.")
    if len(name) > 255:
        refuse("Name too long. Maximum name length is 255 characters.")
    if name.startswith("GITPOD_") and name != "GITPOD_IMAGE_AUTH":
        refuse("Name with prefix 'GITPOD_' is reserved.")
    if not NAME.fullmatch(name):
        refuse("Name must match /^[a-zA-Z_]+[a-zA-Z0-9_]*$/.")
    if not value.strip():
        refuse("Value must not be empty.")
    if utf16_units(value) > LONGEST_VALUE:
        refuse("Value too long. Maximum value length is 32767 characters.")
    segments = pattern.split("/")
    if len(segments) < 2:
        refuse("A scope must use the form 'organization/repo'.")
    if not all(SEGMENT.fullmatch(segment) for segment in segments):
        refuse("Invalid scope segment. Only ASCII characters, numbers, -, _, . or * are allowed.")


class Application(ConnectWSGIApplication):
    """The service, on the Connect protocol's own library."""

    def __init__(self, owner):
        def endpoint(operation, function):
            types = [TYPES[operation + end] for end in ("Request", "Response")]
            method = MethodInfo(
                name=operation,
                service_name=SERVICE,
                input=types[0],
                output=types[1],
                idempotency_level=IdempotencyLevel.UNKNOWN,
            )
            return EndpointSync.unary(method=method, function=function)

        operations = {
            "ListUserEnvironmentVariables": owner.list_variables,
            "CreateUserEnvironmentVariable": owner.create_variable,
            "UpdateUserEnvironmentVariable": owner.update_variable,
            "DeleteUserEnvironmentVariable": owner.delete_variable,
        }
        endpoints = {f"/{SERVICE}/{name}": endpoint(name, function) for name, function in operations.items()}
        super().__init__(endpoints=endpoints, codecs=google_protobuf_codecs())

    @property
    def path(self):
        return f"/{SERVICE}"


class StandInGitpod(ConnectStandIn):
    """The service, for one user."""

    def __init__(self, *tokens, page_size=None, most=4048):
        super().__init__(*(tokens or ("a-token",)))
        self.page_size = page_size
        self.most = most
        self.variables = {}
        self.app = Application(self)

    def application(self, path):
        return self.app if path.startswith(f"/{SERVICE}/") else None

    def named(self, pattern):
        """The values for the repositories of a pattern, by name."""
        held = self.variables.values()
        return {kept.name: kept.value for kept in held if kept.repository_pattern == pattern}

    def list_variables(self, request, _context):
        with self.lock:
            found = list(self.variables.values())
        # Gitpod's own server tells all at once, and takes no notice of pages.
        size = self.page_size or len(found) or 1
        begin = int(request.pagination.token or 0)
        answer = TYPES["ListUserEnvironmentVariablesResponse"](environment_variables=found[begin:begin + size])
        if begin + size < len(found):
            answer.pagination.next_token = str(begin + size)
        return answer

    def create_variable(self, request, _context):
        check(request.name, request.value, request.repository_pattern)
        pattern = request.repository_pattern.lower()
        with self.lock:
            if request.name in self.named(pattern):
                refuse(f"Env var {request.name} already exists")
            if len(self.variables) > self.most:
                refuse(f"cannot have more than {self.most} environment variables", Code.PERMISSION_DENIED)
            kept = TYPES["UserEnvironmentVariable"](
                id=str(uuid.uuid4()), name=request.name, value=request.value, repository_pattern=pattern
            )
            self.variables[kept.id] = kept
        return TYPES["CreateUserEnvironmentVariableResponse"](environment_variable=kept)

    def update_variable(self, request, _context):
        with self.lock:
            kept = self.variables.get(self.checked_id(request.environment_variable_id))
            if kept is None:
                refuse("env variable not found", Code.NOT_FOUND)
            changed = TYPES["UserEnvironmentVariable"]()
            changed.CopyFrom(kept)
            for field in ("name", "value", "repository_pattern"):
                if request.HasField(field):
                    setattr(changed, field, getattr(request, field))
            check(changed.name, changed.value, changed.repository_pattern)
            kept.CopyFrom(changed)
        return TYPES["UpdateUserEnvironmentVariableResponse"](environment_variable=kept)

    def delete_variable(self, request, _context):
        with self.lock:
            # As Gitpod's server: one that is not there is no error.
            self.variables.pop(self.checked_id(request.environment_variable_id), None)
        return TYPES["DeleteUserEnvironmentVariableResponse"]()

    def checked_id(self, text):
        try:
            return str(uuid.UUID(text))
        except ValueError:
            return refuse("environmentVariableId is required")
