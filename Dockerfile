# The image of the operator, its Jobs and sidecars, from the sources:
#
#   docker build -t gitexport .
#   docker buildx build --platform linux/amd64,linux/arm64 -t registry.example.com/gitexport:0.1.0 --push .
#
# The first stage has a JDK 25 and git on a Debian or Ubuntu; each platform is built on its own.
ARG JDK=docker.io/library/eclipse-temurin:25-jdk
FROM ${JDK} AS build
WORKDIR /source
# More of Maven's arguments, as --settings of a mirror.
ARG MAVEN_ARGS=
COPY . .
RUN src/main/sh/image root /image

# What src/main/sh/image gives its archive too: DockerfileTest holds both equal.
FROM scratch
COPY --from=build /image /
USER 65532:65532
WORKDIR /
ENV LC_ALL=C.UTF-8 PATH=/opt/java/bin JAVA_HOME=/opt/java
ENTRYPOINT ["/opt/java/bin/java", "@/opt/gitexport/image.options", "-cp", "/opt/gitexport/app/quarkus-run.jar", "dev.gitexport.cli.Main"]
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="GitExport" \
      org.opencontainers.image.description="Exports git trees onto deployment volumes" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
