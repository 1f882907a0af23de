package stage5.local.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts the connections of SMTP clients and relays their dialogues to the mail server, with the faults that are set. */
final class SmtpProxy implements AutoCloseable {

    private static final InetAddress LOCALHOST = InetAddress.ofLiteral("127.0.0.1");

    private final SmtpFaultInjector faults;
    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private SmtpProxy(SmtpFaultInjector faults, int serverPort, ServerSocket listener) {
        this.faults = faults;
        this.serverPort = serverPort;
        this.listener = listener;
    }

    /**
     * Opens the port and returns the proxy.
     *
     * @param serverPort the port of the mail server
     * @throws IOException if the port can't be opened
     */
    static SmtpProxy listen(int port, int serverPort, SmtpFaultInjector faults) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(LOCALHOST, port));
        SmtpProxy proxy = new SmtpProxy(faults, serverPort, listener);
        Thread.ofVirtual().name("smtp-accept").start(proxy::accept);
        return proxy;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().name("smtp").start(() -> relay(client));
            }
        } catch (IOException closed) {
            sockets.forEach(SmtpProxy::close);
        }
    }

    private void relay(Socket client) {
        sockets.add(client);
        try (client;
                Socket server = new Socket(LOCALHOST, serverPort)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            if (!new SmtpDialogue(client, server, faults).relay()) {
                client.setSoLinger(true, 0); // close() then resets the connection
            }
        } catch (IOException ended) {
            // One side has closed its connection; this closes the other one.
        } finally {
            sockets.remove(client);
        }
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("The SMTP port can't be closed", e);
        }
        sockets.forEach(SmtpProxy::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection has ended already.
        }
    }
}
