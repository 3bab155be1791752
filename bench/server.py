"""A git server over TLS: nginx with git http-backend below it, and a CA of its own."""

import os
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ["nginx", "fcgiwrap", "openssl"]
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
CONFIGURATION = """
daemon off; pid {directory}/nginx.pid; error_log {directory}/error.log; user root; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {directory}/body; fastcgi_temp_path {directory}/fastcgi;
  proxy_temp_path {directory}/proxy; scgi_temp_path {directory}/scgi; uwsgi_temp_path {directory}/uwsgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {directory}/server.crt; ssl_certificate_key {directory}/server.key;
    location / {{
      fastcgi_pass unix:{directory}/cgi.sock;
      fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT {projects}; fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param PATH_INFO $uri; fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method; fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length; fastcgi_param REMOTE_ADDR $remote_addr;
    }}
  }}
}}
"""


def missing():
    """The programs that are not there."""
    return [program for program in PROGRAMS if not shutil.which(program, path=PATH)]


class Server:
    """Serves the repositories below `projects` until it is closed."""

    def __init__(self, directory, projects):
        directory.mkdir()
        self.directory, self.authority = directory, directory / "server.crt"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.run(
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(directory / "server.key"), "-out", str(self.authority)),
        ).wait()
        text = CONFIGURATION.format(directory=directory, projects=projects, port=self.port)
        (directory / "nginx.conf").write_text(text)
        self.processes = [
            self.run("fcgiwrap", "-c", "4", "-s", f"unix:{directory}/cgi.sock"),
            self.run("nginx", "-p", str(directory), "-c", f"{directory}/nginx.conf"),
        ]
        self.await_port()

    def run(self, *command):
        log = open(self.directory / f"{command[0]}.log", "wb")
        return subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env=os.environ | {"HOME": "/nonexistent", "PATH": PATH},
            start_new_session=True,
        )

    def await_port(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("bench: " + (self.directory / "nginx.log").read_text())

    def url(self, repository):
        return f"https://localhost:{self.port}/{repository}"

    def close(self):
        """Ends what they have started too: fcgiwrap leaves its children behind."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
