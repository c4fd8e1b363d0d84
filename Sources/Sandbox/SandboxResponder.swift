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
  let book: LedgerBook
  let late: LateWork

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
    let strikes = faults.take(for: call.route, page: call.listQuery?.page ?? 1)
    let names = strikes.map(\.kind)
    let path = request.head.path ?? call.path
    log.append(ReceivedRequest(method: call.method, path: path, body: call.body, faults: names))
    var number: Int?
    if call.route == .batch {
      let entry = book.receive(call.body, struckBy: names)
      call.onCommit = { book.apply(entry, $0) }
      number = entry
    }
    return try await respond(to: call, number, struckBy: strikes, over: context.channel)
  }

  /// Carries a request out as the faults let it; number is that of a batch in the ledger.
  private func respond(
    to call: PolicyEndpoints.Call,
    _ number: Int?,
    struckBy strikes: [Fault],
    over channel: any Channel
  ) async throws -> Response {
    for fault in strikes where fault.kind == .slow { await Self.pause(fault.delay) }
    let admin = OtherAdmin(table: endpoints.table)
    for fault in strikes { await admin.act(fault, before: call) }
    let reply = await reply(to: call, number, struckBy: strikes.first { !$0.kind.isCompanion })
    for fault in strikes where fault.kind == .answerLate { await Self.pause(fault.delay) }
    switch reply {
    case .answer(let answer): return Self.response(answer)
    case .half(let answer): return Self.cutResponse(answer, over: channel)
    case .cut: return try await Self.cut(channel)
    case .silence:
      await Self.pause(.seconds(3600))
      return try await Self.cut(channel)
    }
  }

  /// What goes back to the client.
  private enum Reply {
    case answer(Answer)
    /// The head of an answer and half of its body.
    case half(Answer)
    case cut
    case silence
  }

  private func reply(to call: PolicyEndpoints.Call, _ number: Int?, struckBy fault: Fault?) async -> Reply {
    guard let fault else { return .answer(await carryOut(call, number)) }
    if fault.kind == .applyLate { return carryOutLate(call, number, fault) }
    var answer: Answer?
    if fault.commits {
      answer = await carryOut(call, number)
    } else if let number {
      book.settle(number, .prevented)
    }
    switch fault.kind {
    case .applyThenCut, .cutBeforeApply: return .cut
    case .neverAnswers: return .silence
    case .truncated: return .half(answer ?? .badGateway)
    case .html502: return .answer(.badGateway)
    case .badJSON: return .answer(.breaking(fault.form))
    case .refuse: return .answer(Answer(.ofBatch(call.body, at: fault.pointer)))
    case .rateLimited: return .answer(.rateLimited(for: fault.delay))
    case .error500: return .answer(.internalError)
    // These leave the answer alone; the first has none to give here.
    case .applyLate, .slow, .answerLate, .editBehind, .deleteBetweenPages: return .answer(answer ?? .internalError)
    }
  }

  private func carryOut(_ call: PolicyEndpoints.Call, _ number: Int?) async -> Answer {
    let answer = await endpoints.answer(call)
    // Of a batch that was committed the ledger knows already, and keeps to that.
    if let number { book.settle(number, .refused(status: answer.status)) }
    return answer
  }

  private func carryOutLate(_ call: PolicyEndpoints.Call, _ number: Int?, _ fault: Fault) -> Reply {
    late.schedule(after: fault.delay) { isDue in
      if isDue {
        _ = await carryOut(call, number)
      } else if let number {
        book.settle(number, .prevented)
      }
    }
    return switch fault.ending {
    case .cut: .cut
    case .silence: .silence
    case .html502: .answer(.badGateway)
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
