# One static binary, as nobody, with nothing beside it.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make build && mkdir /data

FROM scratch
COPY --from=build /src/mailsink /mailsink
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
# Inside a container, loopback is nobody's: which ports are published, and
# where, is decided outside.
ENV MAILSINK_SMTP=:1025 MAILSINK_IMAP=:1143 MAILSINK_POP3=:1110 MAILSINK_HTTP=:8025 MAILSINK_STORE=file:/data
EXPOSE 1025 1143 1110 8025
HEALTHCHECK --interval=10s --timeout=6s --start-period=5s CMD ["/mailsink", "healthcheck"]
ENTRYPOINT ["/mailsink"]
