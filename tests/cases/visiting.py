"""Signing in, and reading what a page answers."""

import re

from tests.factories import make_user


def signed_in(client, role, team, over="team"):
    user = make_user(role, team, over=over)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def text(answer) -> str:
    return answer.content.decode()


def without_tokens(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text(answer))


def hidden_inputs(answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text(answer)):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


# Creating
