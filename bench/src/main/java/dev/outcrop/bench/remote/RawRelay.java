package dev.outcrop.bench.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * The least an HTTP relay can do: Netty, the HTTP codecs, kept connections on the caller's event loop, every part handed
 * on as it came. Nothing is read, checked or measured.
 */
final class RawRelay {

    private RawRelay() {}

    /** Starts it on a free port of the loopback interface. */
    static int start(int upstreamPort) throws InterruptedException {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
        Upstreams upstreams = new Upstreams(upstreamPort);
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
                                .addLast(new Front(upstreams));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Kept connections per event loop. */
    private record Upstreams(int port, Map<EventLoop, Deque<Channel>> idle) {

        Upstreams(int port) {
            this(port, new ConcurrentHashMap<>());
        }

        Deque<Channel> of(EventLoop loop) {
            return idle.computeIfAbsent(loop, each -> new ArrayDeque<>());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Front extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Upstreams upstreams;

        Front(Upstreams upstreams) {
            super(false);
            this.upstreams = upstreams;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            EventLoop loop = context.channel().eventLoop();
            Channel kept = upstreams.of(loop).pollFirst();
            if (kept != null && kept.isActive()) {
                send(kept, context, request);
                return;
            }
            new Bootstrap()
                    .group(loop)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new HttpClientCodec()).addLast(new Back(upstreams));
                        }
                    })
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreams.port()))
                    .addListener((ChannelFutureListener) connected -> send(connected.channel(), context, request));
        }

        private static void send(Channel upstream, ChannelHandlerContext client, FullHttpRequest request) {
            upstream.pipeline().get(Back.class).client = client;
            upstream.writeAndFlush(request, upstream.voidPromise());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Back extends ChannelInboundHandlerAdapter {
        private final Upstreams upstreams;
        private @Nullable ChannelHandlerContext client;

        Back(Upstreams upstreams) {
            this.upstreams = upstreams;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            ChannelHandlerContext to = client;
            if (to == null) {
                return;
            }
            to.write(part, to.voidPromise());
            if (part instanceof LastHttpContent) {
                client = null;
                to.flush();
                upstreams.of(context.channel().eventLoop()).addFirst(context.channel());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (client != null) {
                client.flush();
            }
        }
    }
}
