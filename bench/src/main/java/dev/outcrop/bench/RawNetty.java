package dev.outcrop.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;

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
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The least a server can do: Netty, the HTTP codec, and answers made beforehand. No routing, no parsing, no model, no
 * measures. It is what the server is held against.
 */
final class RawNetty {

    private RawNetty() {}

    /**
     * Starts it on a free port of the loopback interface.
     *
     * @param whole body of every answer to InvokeModel
     * @param frame one event of every stream
     * @param frames events of a stream
     */
    static int start(byte[] whole, byte[] frame, int frames) throws InterruptedException {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
        Channel channel = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 20))
                                .addLast(new Answers(whole, frame, frames));
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
        private final ByteBuf whole;
        private final ByteBuf frame;
        private final int frames;

        Answers(byte[] whole, byte[] frame, int frames) {
            this.whole = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(whole));
            this.frame = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(frame));
            this.frames = frames;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.uri().endsWith("stream")) {
                HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                head.headers()
                        .set("content-type", "application/vnd.amazon.eventstream")
                        .set("transfer-encoding", "chunked");
                context.write(head, context.voidPromise());
                for (int i = 0; i < frames; i++) {
                    context.write(new DefaultHttpContent(frame.duplicate()), context.voidPromise());
                }
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
            } else {
                DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK, whole.duplicate());
                answer.headers()
                        .set("content-type", "application/json")
                        .set("content-length", whole.readableBytes());
                context.writeAndFlush(answer, context.voidPromise());
            }
        }
    }
}
