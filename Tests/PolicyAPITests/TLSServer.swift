import Crypto
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A server on 127.0.0.1 that speaks TLS with a test's own certificate, and gives one answer to everything.
struct TLSServer {
  let channel: any Channel

  init(_ authority: TestAuthority, answer: String) async throws {
    let certificate = try NIOSSLCertificate(bytes: Array(authority.certificate), format: .der)
    let key = try NIOSSLPrivateKey(bytes: Array(authority.key.derRepresentation), format: .der)
    let context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [.certificate(certificate)],
        privateKey: .privateKey(key)
      )
    )
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            NIOSSLServerHandler(context: context), Answering(answer),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var baseURL: String { "https://127.0.0.1:\(port)" }

  func stop() async throws { try await channel.close() }

  /// Takes whatever comes for a request.
  private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String

    init(_ answer: String) {
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
