"""A small OpenID provider on this machine: discovery, authorisation, token (RS256, PKCE), who it is."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "portal"
SECRET = "a secret of tests"


class Provider:
    """Signs in whoever `person` says."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = {}
        self.asked = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def configuration(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query):
        """As if the person had signed in there at once: the address that leads back."""
        code = secrets.token_urlsafe(8)
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form):
        query = self.asked.pop(form.get("code"), None)
        if query is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != query["code_challenge"]:
            return None
        now = int(time.time())
        claims = {**self.person, "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        id_token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": id_token}

    def _handler(provider):  # noqa: N805 (the handler has a self of its own)
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                if address.path == "/authorize":
                    query = {name: values[0] for name, values in parse_qs(address.query).items()}
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(query))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                elif address.path == "/.well-known/openid-configuration":
                    self.answer(provider.configuration())
                elif address.path == "/userinfo":
                    self.answer(provider.person)
                else:
                    self.send_error(404)

            def do_POST(self):
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                token = provider.token({name: values[0] for name, values in parse_qs(sent).items()})
                self.answer(token or {"error": "invalid_grant"}, 200 if token else 400)

            def answer(self, data, status=200):
                body = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        return Handler
