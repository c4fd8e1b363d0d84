import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Takes each request from the HTTP server, lets a fault strike it where one is due, and sends the answer.
struct SandboxResponder: HTTPResponder {
  /// What a handler knows of its request's connection.
  struct Context: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
  }

  let endpoints: PolicyEndpoints
  let faults: FaultPlan
  let log: RequestLog

  /// Bodies beyond this are refused with status 413; 1,000 items in each array stay far below it.
  private static let largestBody = 16 << 20

  @Sendable func respond(to request: Request, context: Context) async throws -> Response {
    var call = Self.call(of: request)
    do {
      call.body = Array(buffer: try await request.body.collect(upTo: Self.largestBody))
    } catch is NIOTooManyBytesError {
      var answer = Answer(Refusal(413, .bodyTooLarge, "The body is larger than \(Self.largestBody) bytes"))
      answer.headers["connection"] = "close"
      return Self.response(answer)
    }
    let fault = faults.take(for: call.route)
    let path = request.head.path ?? call.path
    log.append(ReceivedRequest(method: call.method, path: path, body: call.body, fault: fault?.kind))
    guard let fault else { return Self.response(await endpoints.answer(call)) }
    return try await respond(to: call, striking: fault, over: context.channel)
  }

  private func respond(
    to call: PolicyEndpoints.Call,
    striking fault: Fault,
    over channel: any Channel
  ) async throws -> Response {
    switch fault.kind {
    case .slow:
      await Self.pause(fault.delay)
      return Self.response(await endpoints.answer(call))
    case .answerLate:
      let answer = await endpoints.answer(call)
      await Self.pause(fault.delay)
      return Self.response(answer)
    case .rateLimited:
      return Self.response(.rateLimited)
    case .html502:
      if fault.commits { _ = await endpoints.answer(call) }
      return Self.response(.badGateway)
    case .truncated:
      return Self.cutResponse(fault.commits ? await endpoints.answer(call) : .badGateway, over: channel)
    case .commitThenCut, .cutBeforeCommit:
      if fault.commits { _ = await endpoints.answer(call) }
      return try await Self.cut(channel)
    case .neverAnswers:
      if fault.commits { _ = await endpoints.answer(call) }
      await Self.pause(.seconds(3600))
      return try await Self.cut(channel)
    }
  }

  /// Waits, but no longer than the sandbox runs.
  private static func pause(_ time: Duration) async {
    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
  }

  /// Closes the connection; the response that is returned after it goes nowhere.
  private static func cut(_ channel: any Channel) async throws -> Response {
    try? await channel.close()
    return Response(status: .internalServerError)
  }

  /// Sends the head of an answer and half of its body, and closes the connection.
  private static func cutResponse(_ answer: Answer, over channel: any Channel) -> Response {
    let whole = Array(answer.body.utf8)
    let half = ByteBuffer(bytes: whole.prefix(whole.count / 2))
    var response = response(answer)
    response.body = ResponseBody(contentLength: whole.count) { writer in
      try await writer.write(half)
      try await channel.close()
    }
    return response
  }

  private static func response(_ answer: Answer) -> Response {
    var fields = HTTPFields()
    fields[.contentType] = answer.contentType
    if let ray = HTTPField.Name("cf-ray") { fields[ray] = Self.ray() }
    for (name, value) in answer.headers.sorted(by: { $0.key < $1.key }) {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return Response(
      status: HTTPResponse.Status(code: answer.status),
      headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
    )
  }

  /// Makes a request's number in the form that Cloudflare gives it: 16 hexadecimal digits and a data centre.
  private static func ray() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + "-SBX"
  }

  private static func call(of request: Request) -> PolicyEndpoints.Call {
    let target = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
    return PolicyEndpoints.Call(
      method: request.method.rawValue,
      path: String(target[0]),
      query: target.count == 2 ? String(target[1]) : "",
      shown: Credentials.Shown(
        authorization: header("authorization"),
        email: header("x-auth-email"),
        key: header("x-auth-key")
      ),
      body: []
    )
  }
}

extension PolicyEndpoints.Call {
  /// The end point, or nil when the request leads to none.
  fileprivate var route: Route? {
    guard case .found(_, let route) = destination else { return nil }
    return route
  }
}
