"""A Kubernetes API server, git servers and operators, for measuring the operator."""

import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFINITIONS = ROOT / "deploy/crds"
ROLES = ROOT / "deploy/manifests/rbac.yaml"
RESOURCES = "/apis/gitexport.dev/v1alpha1"


def until(condition, what, seconds=120, pause=0.02):
    """Waits for something; what it is in the end."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    raise SystemExit(f"bench: not within {seconds} s: {what}")


class ApiServer:
    """kube-apiserver and etcd on loopback, see src/test/sh/control-plane."""

    def __init__(self, directory):
        self.directory = directory
        self.kubeconfig = directory / "kubeconfig"
        script = ROOT / "src/test/sh/control-plane"
        with open(directory.with_suffix(".log"), "wb") as log:
            self.process = subprocess.Popen([script, directory], stdout=log, stderr=log)
        until(self.kubeconfig.exists, "the API server is ready", 900)
        text = self.kubeconfig.read_text()
        self.address = re.search(r'server: "https://([^"]+)"', text).group(1)
        self.token = re.search(r'token: "([^"]+)"', text).group(1)
        self.trust = ssl.create_default_context(cafile=directory / "certs/apiserver.crt")
        self.kubectl("apply", "--server-side", "-k", DEFINITIONS)
        self.kubectl("apply", "--server-side", "-f", ROLES)
        self.kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all")

    def kubectl(self, *arguments, text=None):
        return subprocess.run(
            ["kubectl", "--kubeconfig", str(self.kubeconfig), *map(str, arguments)],
            input=text,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        ).stdout

    def ask(self, method, path, body=None, kind="application/json"):
        """The answer, as text."""
        connection = http.client.HTTPSConnection(self.address, context=self.trust)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
            connection.request(method, path, body and json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 300:
            raise SystemExit(f"bench: {method} {path}: {answer.status} {text}")
        return text

    def create(self, namespace, name, spec):
        body = dict(
            apiVersion="gitexport.dev/v1alpha1",
            kind="GitExport",
            metadata=dict(name=name, namespace=namespace),
            spec=spec,
        )
        self.ask("POST", f"{RESOURCES}/namespaces/{namespace}/gitexports", body)

    def annotate(self, namespace, name, value):
        """Asks for a reconcile, as a webhook or a pipeline does."""
        self.ask(
            "PATCH",
            f"{RESOURCES}/namespaces/{namespace}/gitexports/{name}",
            dict(metadata=dict(annotations={"gitexport.dev/requestedAt": value})),
            "application/merge-patch+json",
        )

    def resources(self):
        return json.loads(self.ask("GET", f"{RESOURCES}/gitexports"))["items"]

    def ready(self):
        """How many resources are ready as they are."""
        return sum(map(is_ready, self.resources()))

    def writes(self):
        """The requests so far that change a resource, its status or an event."""
        found = 0.0
        for line in self.ask("GET", "/metrics").splitlines():
            if not line.startswith("apiserver_request_total{"):
                continue
            verb = re.search(r'verb="([A-Z]+)"', line).group(1)
            about = re.search(r'resource="(gitexports|gitsyncs|events)"', line)
            if about and verb in ("POST", "PUT", "PATCH", "APPLY", "DELETE"):
                found += float(line.rsplit(" ", 1)[1])
        return int(found)

    def operator_kubeconfig(self, file):
        """Of the operator's own account, with the rights of deploy/manifests."""
        token = self.kubectl("create", "token", "gitexport", "-n", "gitexport-system").strip()
        text = self.kubeconfig.read_text().replace(self.token, token)
        file.write_text(text.replace("user: admin}", "user: admin, namespace: gitexport-system}"))
        return file

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def is_ready(resource):
    return any(
        condition["type"] == "Ready"
        and condition["status"] == "True"
        and condition["observedGeneration"] == resource["metadata"]["generation"]
        for condition in resource.get("status", {}).get("conditions", [])
    )


class Operator:
    """`bin/gitexport operator` with the JVM's settings in a pod of 512 MiB."""

    JAVA_OPTIONS = "-XX:MaxRAM=512m"

    def __init__(self, api, work, **settings):
        log = work / "operator.log"
        environment = os.environ | {
            "KUBECONFIG": str(api.operator_kubeconfig(work / "operator.kubeconfig")),
            "GITEXPORT_VOLUME_PATH": str(work / "volume"),
            "GITEXPORT_STORE_PATH": str(work / "store"),
            "GITEXPORT_SOURCES_SCHEMES": "http",
            "GITEXPORT_SOURCES_ALLOWED_HOSTS": "localhost",
            "GITEXPORT_SKIP_BUILD": "1",
            "GITEXPORT_JAVA_OPTS": os.environ.get("GITEXPORT_JAVA_OPTS", self.JAVA_OPTIONS),
            "QUARKUS_HTTP_PORT": "0",
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            **settings,
        }
        (work / "volume").mkdir(exist_ok=True)
        with open(log, "wb") as out:
            self.begun = time.perf_counter()
            self.process = subprocess.Popen(
                [ROOT / "bin/gitexport", "operator"], env=environment, stdout=out, stderr=out
            )
        self.log = log
        listening = until(
            lambda: re.search(r"Listening on: http://[^:]+:(\d+)", log.read_text()),
            f"the operator listens, see {log}",
            60,
            0.005,
        )
        self.address = f"http://127.0.0.1:{listening.group(1)}"
        until(self.is_ready, f"the operator is ready, see {log}", 60, 0.005)
        self.start = time.perf_counter() - self.begun

    def get(self, path):
        with urllib.request.urlopen(self.address + path) as answer:
            return answer.read().decode()

    def is_ready(self):
        """Ready and at work, not only standing by."""
        try:
            return '"leader": true' in self.get("/q/health/ready")
        except urllib.error.HTTPError:
            return False

    def metric(self, name, **labels):
        """The sum over all series of that name with these labels."""
        found = 0.0
        for line in self.get("/q/metrics").splitlines():
            if re.match(rf"{name}[{{ ]", line):
                if all(f'{key}="{value}"' in line for key, value in labels.items()):
                    found += float(line.rsplit(" ", 1)[1])
        return found

    def succeeded(self):
        """How many resources were seen to be as they are wanted."""
        return len(re.findall(r"^gitexport_resource_info\{", self.get("/q/metrics"), re.M))

    def cpu(self):
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """MiB of resident memory: now and at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return [int(re.search(rf"{key}:\s+(\d+)", status)[1]) / 1024 for key in ("VmRSS", "VmHWM")]

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class GitServer:
    """git http-backend, counting the looks at each repository."""

    def __init__(self, directory):
        self.looks = {}
        counted = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path = urllib.parse.urlsplit(self.path)
                if path.path.endswith("/info/refs"):
                    with counted:
                        outer.looks[path.path] = outer.looks.get(path.path, 0) + 1
                self.answer(path, b"")

            def do_POST(self):
                size = self.headers.get("Content-Length")
                body = self.rfile.read(int(size)) if size else self.chunks()
                self.answer(urllib.parse.urlsplit(self.path), body)

            def chunks(self):
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def answer(self, path, body):
                variables = {
                    "GIT_PROJECT_ROOT": str(directory),
                    "GIT_HTTP_EXPORT_ALL": "1",
                    "PATH_INFO": path.path,
                    "QUERY_STRING": path.query,
                    "REQUEST_METHOD": self.command,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                    "CONTENT_LENGTH": str(len(body)),
                    "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                    "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                    "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                }
                done = subprocess.run(
                    ["git", "http-backend"],
                    input=body,
                    env=os.environ | variables,
                    stdout=subprocess.PIPE,
                    check=True,
                )
                head, _, content = done.stdout.partition(b"\r\n\r\n")
                headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
                self.send_response(int(headers.pop("Status", "200").split()[0]))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 100

            def handle_error(self, *_):
                """A client that ends a connection it kept is none."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://localhost:{self.server.server_port}/{name}"

    def total(self):
        return sum(self.looks.values())

    def close(self):
        self.server.shutdown()
        self.server.server_close()
