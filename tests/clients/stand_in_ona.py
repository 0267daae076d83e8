"""Stands in for Ona's services of secrets and identities.

The messages, the paths and the rules for names and sizes are those that Ona's own Python package
declares: requests are read by its generated code, and checked against the limits that stand there.
"""

import re
import uuid

from buf.validate import validate_pb2
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from gitpod.v1 import identity_pb2, secret_pb2
from gitpod.v1.identity_connect import IdentityServiceWSGIApplication
from gitpod.v1.secret_connect import SecretServiceWSGIApplication
from stand_in import ConnectStandIn

USER = "6a7d4f6a-0000-4000-8000-000000000001"
ORGANIZATION = "6a7d4f6a-0000-4000-8000-000000000002"
PROJECT = "6a7d4f6a-0000-4000-8000-000000000003"


def check(message):
    """Checks a message against the limits that its description declares."""
    for field in message.DESCRIPTOR.fields:
        value = getattr(message, field.name)
        if field.message_type and field.label != field.LABEL_REPEATED:
            if message.HasField(field.name):
                check(value)
            continue
        if field.containing_oneof and not message.HasField(field.name):
            continue
        rules = field.GetOptions().Extensions[validate_pb2.field]
        if field.type == field.TYPE_STRING and field.label != field.LABEL_REPEATED:
            check_text(field.name, value, rules.string)
        if field.type == field.TYPE_INT32 and rules.int32.HasField("lte") and value > rules.int32.lte:
            raise ConnectError(Code.INVALID_ARGUMENT, f"{field.name}: value must be at most {rules.int32.lte}")
    for oneof in message.DESCRIPTOR.oneofs:
        is_required = oneof.GetOptions().Extensions[validate_pb2.oneof].required
        if is_required and message.WhichOneof(oneof.name) is None:
            raise ConnectError(Code.INVALID_ARGUMENT, f"{oneof.name}: exactly one field is required in oneof")


def check_text(name, value, rules):
    if rules.HasField("min_len") and len(value) < rules.min_len:
        raise ConnectError(Code.INVALID_ARGUMENT, f"{name}: value length must be at least {rules.min_len} characters")
    if rules.HasField("max_len") and len(value) > rules.max_len:
        raise ConnectError(Code.INVALID_ARGUMENT, f"{name}: value length must be at most {rules.max_len} characters")
    if rules.HasField("pattern") and not re.search(rules.pattern, value):
        raise ConnectError(Code.INVALID_ARGUMENT, f"{name}: value does not match regex pattern `{rules.pattern}`")
    if rules.uuid and value and str(uuid.UUID(value)) != value.lower():
        raise ConnectError(Code.INVALID_ARGUMENT, f"{name}: value must be a valid UUID")


class StandInOna(ConnectStandIn):
    """The services, for one user of one organisation with one project."""

    def __init__(self, *tokens, principal=identity_pb2.PRINCIPAL_USER):
        super().__init__(*(tokens or ("a-token",)))
        self.principal = principal
        self.secrets = {}
        self.values = {}
        self.applications = {
            "/gitpod.v1.SecretService/": SecretServiceWSGIApplication(Secrets(self)),
            "/gitpod.v1.IdentityService/": IdentityServiceWSGIApplication(Identities(self)),
        }

    def application(self, path):
        found = (app for prefix, app in self.applications.items() if path.startswith(prefix))
        return next(found, None)

    def named(self, scope="user_id"):
        """The values of a scope, by name."""
        return {
            secret.name: self.values[secret.id]
            for secret in self.secrets.values()
            if secret.scope.WhichOneof("scope") == scope
        }


class Identities:
    """Whose a token is."""

    def __init__(self, owner):
        self.owner = owner

    def get_authenticated_identity(self, _request, _context):
        subject = identity_pb2.Subject(id=USER, principal=self.owner.principal)
        return identity_pb2.GetAuthenticatedIdentityResponse(subject=subject, organization_id=ORGANIZATION)

    def __getattr__(self, _):
        def unknown(_request, _context):
            raise ConnectError(Code.UNIMPLEMENTED, "not here")

        return unknown


class Secrets:
    """Keeps secrets; a value is told to environments only."""

    def __init__(self, owner):
        self.owner = owner

    def create_secret(self, request, _context):
        check(request)
        with self.owner.lock:
            self.may_manage(request.scope)
            key = (request.scope.SerializeToString(), request.name)
            if any((known.scope.SerializeToString(), known.name) == key for known in self.owner.secrets.values()):
                raise ConnectError(Code.ALREADY_EXISTS, "a secret of this name exists")
            secret = secret_pb2.Secret(id=str(uuid.uuid4()), name=request.name, scope=request.scope)
            mount = request.WhichOneof("mount")
            setattr(secret, mount, getattr(request, mount))
            secret.created_at.GetCurrentTime()
            secret.updated_at.GetCurrentTime()
            self.owner.secrets[secret.id] = secret
            self.owner.values[secret.id] = request.value
            return secret_pb2.CreateSecretResponse(secret=secret)

    def list_secrets(self, request, _context):
        check(request)
        with self.owner.lock:
            scope = request.filter.scope
            found = [secret for secret in self.owner.secrets.values() if secret.scope == scope]
        size = request.pagination.page_size or 25
        begin = int(request.pagination.token or 0)
        answer = secret_pb2.ListSecretsResponse(secrets=found[begin:begin + size])
        if begin + size < len(found):
            answer.pagination.next_token = str(begin + size)
        return answer

    def update_secret_value(self, request, _context):
        check(request)
        with self.owner.lock:
            secret = self.known(request.secret_id)
            self.may_manage(secret.scope)
            self.owner.values[secret.id] = request.value
            secret.updated_at.GetCurrentTime()
        return secret_pb2.UpdateSecretValueResponse()

    def delete_secret(self, request, _context):
        check(request)
        with self.owner.lock:
            secret = self.known(request.secret_id)
            self.may_manage(secret.scope)
            del self.owner.secrets[secret.id]
            del self.owner.values[secret.id]
        return secret_pb2.DeleteSecretResponse()

    def get_secret_value(self, request, _context):
        check(request)
        if self.owner.principal != identity_pb2.PRINCIPAL_ENVIRONMENT:
            raise ConnectError(Code.PERMISSION_DENIED, "only environments may read values")
        return secret_pb2.GetSecretValueResponse(value=self.owner.values[self.known(request.secret_id).id])

    def known(self, secret_id):
        if secret_id not in self.owner.secrets:
            raise ConnectError(Code.NOT_FOUND, "secret not found")
        return self.owner.secrets[secret_id]

    def may_manage(self, scope):
        if self.owner.principal == identity_pb2.PRINCIPAL_ENVIRONMENT:
            raise ConnectError(Code.PERMISSION_DENIED, "environments may not manage secrets")
        whose = {"user_id": USER, "organization_id": ORGANIZATION, "project_id": PROJECT}
        kind = scope.WhichOneof("scope")
        if kind not in whose or getattr(scope, kind) != whose[kind]:
            raise ConnectError(Code.PERMISSION_DENIED, "this is not yours")
