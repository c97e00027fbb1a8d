package dev.outcrop.engines.remote.http;

import java.io.IOException;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One connection, which carries one call after another. Confined to its event loop. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final Connections connections;
    private final Target target;
    private @Nullable Channel channel;
    private @Nullable HttpCall call;
    private @Nullable Throwable cause;
    private boolean kept;
    private boolean keepAlive;
    private boolean inResponse;
    private long idleSince;

    Connection(Connections connections, Target target) {
        this.connections = connections;
        this.target = target;
    }

    Target target() {
        return target;
    }

    boolean isUsable(long oldestNanos) {
        return channel != null && channel.isActive() && idleSince - oldestNanos >= 0;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    /** Begins a call once the handshake, if any, is done. */
    void whenReady(HttpCall first) {
        SslHandler tls = channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            begin(first);
            return;
        }
        call = first;
        var _ = tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                begin(first);
            } else {
                fail(done.cause());
            }
        });
    }

    void begin(HttpCall next) {
        if (next.isOver()) {
            close();
            return;
        }
        call = next;
        inResponse = false;
        next.carriedBy(this);
        var _ = channel().writeAndFlush(message(next.request()), channel().voidPromise());
    }

    private DefaultFullHttpRequest message(Request request) {
        byte[] body = request.body();
        DefaultFullHttpRequest message = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                request.path(),
                body == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        message.headers().set(HttpHeaderNames.HOST, target.authority());
        for (Map.Entry<String, String> header : request.headers()) {
            message.headers().add(header.getKey(), header.getValue());
        }
        if (body != null) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        }
        return message;
    }

    void autoRead(boolean on) {
        channel().config().setAutoRead(on);
    }

    void close() {
        if (channel != null) {
            var _ = channel.close();
        }
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpObject part) {
                read(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject part) {
        HttpCall current = call;
        if (current == null) {
            // Nobody asked: whatever follows cannot be told from the answer to the next request.
            close();
            return;
        }
        if (part.decoderResult().isFailure()) {
            fail(new IOException("The response is no HTTP: " + part.decoderResult().cause().getMessage()));
            return;
        }
        if (part instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                return;
            }
            inResponse = true;
            keepAlive = HttpUtil.isKeepAlive(response);
            current.head(response.status().code(), response.headers());
        }
        if (inResponse && part instanceof HttpContent content) {
            ByteBuf bytes = content.content();
            if (bytes.isReadable()) {
                current.body(bytes);
            }
            if (content instanceof LastHttpContent) {
                endCall(current);
            }
        }
    }

    private void endCall(HttpCall ended) {
        call = null;
        kept = true;
        idleSince = System.nanoTime();
        boolean reusable = keepAlive && !ended.isOver() && channel().isActive();
        ended.end();
        if (!reusable) {
            close();
            return;
        }
        autoRead(true);
        connections.keep(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.forget(this);
        fail(cause != null ? cause : new IOException("The connection was closed before the response was complete."));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        cause = failure;
        fail(failure);
    }

    private void fail(Throwable failure) {
        HttpCall failed = call;
        call = null;
        close();
        if (failed != null) {
            failed.failed(failure, kept);
        }
    }
}
