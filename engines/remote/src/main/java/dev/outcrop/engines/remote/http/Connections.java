package dev.outcrop.engines.remote.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop, and confined to it. */
final class Connections {

    /** A connection unused for longer may be about to be closed by the server (uvicorn's default is 5 s, most give more). */
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final int MAX_IDLE = 64;
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 32 * 1024;
    private static final int MAX_PART = 64 * 1024;

    private final EventLoop loop;
    private final HttpClient client;
    private final Map<Target, Deque<Connection>> idle = new HashMap<>();
    private boolean sweeping;

    Connections(EventLoop loop, HttpClient client) {
        this.loop = loop;
        this.client = client;
    }

    /** Takes the connection used last, as it is the least likely to be closed. */
    void begin(HttpCall call) {
        Deque<Connection> kept = idle.get(call.target());
        if (kept != null) {
            for (Connection connection = kept.pollFirst(); connection != null; connection = kept.pollFirst()) {
                if (connection.isUsable(System.nanoTime() - KEEP_NANOS)) {
                    connection.begin(call);
                    return;
                }
                connection.close();
            }
        }
        beginNew(call);
    }

    /** Over a new connection. Looking up a name may take long: not on the loop. */
    void beginNew(HttpCall call) {
        String host = call.target().host();
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            connect(call, literalAddress(literal));
            return;
        }
        Thread.ofVirtual().name("lookup-" + host).start(() -> {
            try {
                InetAddress address = InetAddress.getByName(host);
                Loops.run(loop, () -> connect(call, address));
            } catch (UnknownHostException e) {
                Loops.run(loop, () -> call.failed(e, false));
            }
        });
    }

    private static InetAddress literalAddress(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private void connect(HttpCall call, InetAddress address) {
        if (call.isOver()) {
            return;
        }
        SslContext tls;
        try {
            tls = call.target().tls() ? client.tls() : null;
        } catch (SSLException e) {
            call.failed(e, false);
            return;
        }
        Connection connection = new Connection(this, call.target());
        var _ = new Bootstrap()
                .group(loop)
                .channel(Loops.channelType(loop))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, client.connectMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        assemble(channel, call.target(), tls, connection);
                    }
                })
                .connect(new InetSocketAddress(address, call.target().port()))
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        connection.whenReady(call);
                    } else {
                        call.failed(connected.cause(), false);
                    }
                });
    }

    private void assemble(Channel channel, Target target, @Nullable SslContext tls, Connection connection) {
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc(), target.host(), target.port());
            handler.setHandshakeTimeoutMillis(client.connectMillis());
            channel.pipeline().addLast(handler);
        }
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_PART);
        channel.pipeline().addLast(new HttpClientCodec(limits, false, true)).addLast(connection);
    }

    /** Keeps a connection whose call has ended. */
    void keep(Connection connection) {
        Deque<Connection> kept = idle.computeIfAbsent(connection.target(), target -> new ArrayDeque<>());
        if (kept.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        kept.addFirst(connection);
        if (!sweeping) {
            sweeping = true;
            var _ = loop.schedule(this::sweep, KEEP_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** The server has closed it. */
    void forget(Connection connection) {
        Deque<Connection> kept = idle.get(connection.target());
        if (kept != null) {
            kept.remove(connection);
        }
    }

    private void sweep() {
        sweeping = false;
        long oldest = System.nanoTime() - KEEP_NANOS;
        for (Iterator<Deque<Connection>> targets = idle.values().iterator(); targets.hasNext();) {
            Deque<Connection> kept = targets.next();
            while (!kept.isEmpty() && !kept.peekLast().isUsable(oldest)) {
                kept.pollLast().close();
            }
            if (kept.isEmpty()) {
                targets.remove();
            }
        }
        if (!idle.isEmpty()) {
            sweeping = true;
            var _ = loop.schedule(this::sweep, KEEP_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    void closeIdle() {
        idle.values().forEach(kept -> kept.forEach(Connection::close));
        idle.clear();
    }
}
