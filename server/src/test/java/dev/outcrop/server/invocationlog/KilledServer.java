package dev.outcrop.server.invocationlog;

import java.nio.file.Path;

import dev.outcrop.server.invocationlog.journal.Disk;
import dev.outcrop.server.testing.TestServer;

/** A process that serves, with invocations logged, until it is killed. Says its port on standard output. */
final class KilledServer {
    private KilledServer() {}

    /** @param arguments the data folder */
    @SuppressWarnings({"SystemOut", "resource"}) // the pipe to the test; it ends by being killed
    public static void main(String[] arguments) throws Exception {
        TestServer server = new TestServer(Path.of(arguments[0]), KillNineTest.options(), Disk::file);
        int status = server.send(
                "PUT", "/logging/modelinvocations",
                "{\"loggingConfig\":{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}}").statusCode();
        System.out.println(status == 200 ? server.port() : "status " + status);
        System.out.flush();
        Thread.currentThread().join();
    }
}
