package dev.outcrop.bench.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * An OpenAI-compatible server whose model costs nothing: {@code max_tokens} tokens, at once, or one every so many
 * milliseconds when the prompt says {@code pace=N}.
 */
final class NullUpstream {
    private static final ByteBuf TOKEN = event(
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                    + "\"model\":\"null\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"finish_reason\":null}]}");
    private static final ByteBuf END = event(
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                    + "\"model\":\"null\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    private static final ByteBuf USAGE = event(
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                    + "\"model\":\"null\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":16,\"total_tokens\":25}}");
    private static final ByteBuf DONE = event("[DONE]");

    private NullUpstream() {}

    private static ByteBuf event(String data) {
        return Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Starts it on a free port of the loopback interface. */
    static int start() throws InterruptedException {
        Channel channel = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 20))
                                .addLast(new Answers());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Writes with the void promise: this peer has nobody to tell of a failed write. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.method().equals(HttpMethod.GET)) {
                DefaultFullHttpResponse alive = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
                alive.headers().set("content-length", 0);
                context.writeAndFlush(alive, context.voidPromise());
                return;
            }
            String body = request.content().toString(StandardCharsets.UTF_8);
            int tokens = number(body, "\"max_tokens\":");
            int pace = number(body, "pace=");
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers().set("content-type", "text/event-stream").set("transfer-encoding", "chunked");
            context.write(head, context.voidPromise());
            if (pace == 0) {
                for (int i = 0; i < tokens; i++) {
                    context.write(new DefaultHttpContent(TOKEN.duplicate()), context.voidPromise());
                }
                end(context);
            } else {
                tick(context, tokens, pace);
            }
        }

        private static void tick(ChannelHandlerContext context, int left, int pace) {
            if (!context.channel().isActive()) {
                return;
            }
            if (left == 0) {
                end(context);
                return;
            }
            context.writeAndFlush(new DefaultHttpContent(TOKEN.duplicate()), context.voidPromise());
            context.executor().schedule(() -> tick(context, left - 1, pace), pace, TimeUnit.MILLISECONDS);
        }

        private static void end(ChannelHandlerContext context) {
            context.write(new DefaultHttpContent(END.duplicate()), context.voidPromise());
            context.write(new DefaultHttpContent(USAGE.duplicate()), context.voidPromise());
            context.write(new DefaultHttpContent(DONE.duplicate()), context.voidPromise());
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
        }

        /** The number after a word, 0 when there is none. */
        private static int number(String text, String word) {
            int at = text.indexOf(word);
            if (at < 0) {
                return 0;
            }
            int from = at + word.length();
            int to = from;
            while (to < text.length() && Character.isDigit(text.charAt(to))) {
                to++;
            }
            return to == from ? 0 : Integer.parseInt(text.substring(from, to));
        }
    }
}
