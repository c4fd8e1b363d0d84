import FlyingFox
import Foundation

/// Takes each request from the HTTP server, lets a fault strike it where one is due, and gives the answer.
struct SandboxResponder: HTTPHandler {
  let endpoints: PolicyEndpoints
  let faults: FaultPlan
  let log: RequestLog
  let book: LedgerBook
  let late: LateWork
  let pauses: Pauses
  let leases: Leases

  /// Bodies beyond this are refused with status 413; 1,000 items in each array stay far below it.
  private static let largestBody = 16 << 20

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let lease = leases.begin()
    var call = Self.call(of: request)
    guard let body = try await Self.body(of: request) else {
      var answer = Answer(Refusal(413, .bodyTooLarge, "The body is larger than \(Self.largestBody) bytes"))
      answer.headers["connection"] = "close"
      return Self.response(answer, lease)
    }
    call.body = body
    let strikes = faults.take(for: call.route, page: call.listQuery?.page ?? 1)
    let names = strikes.map(\.kind)
    log.append(ReceivedRequest(method: call.method, path: request.target.rawValue, body: call.body, faults: names))
    var number: Int?
    if call.route == .batch {
      let entry = book.receive(call.body, struckBy: names)
      call.onCommit = { book.apply(entry, $0) }
      number = entry
    }
    return await respond(to: call, number, struckBy: strikes, lease)
  }

  /// Carries a request out as the faults let it; number is that of a batch in the ledger.
  private func respond(
    to call: PolicyEndpoints.Call,
    _ number: Int?,
    struckBy strikes: [Fault],
    _ lease: Leases.Lease
  ) async -> HTTPResponse {
    for fault in strikes where fault.kind == .slow { await pauses.wait(fault.delay) }
    let admin = OtherAdmin(table: endpoints.table)
    for fault in strikes { await admin.act(fault, before: call) }
    let reply = await reply(to: call, number, struckBy: strikes.first { !$0.kind.isCompanion })
    for fault in strikes where fault.kind == .answerLate { await pauses.wait(fault.delay) }
    switch reply {
    case .answer(let answer): return Self.response(answer, lease)
    case .half(let answer): return Self.response(answer, lease, isCut: true)
    case .cut: return HTTPResponse(webSocket: ClosedConnection())
    case .silence:
      await pauses.wait(.seconds(3600))
      return HTTPResponse(webSocket: ClosedConnection())
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

  /// The answer, or its head and half of its body.
  private static func response(_ answer: Answer, _ lease: Leases.Lease, isCut: Bool = false) -> HTTPResponse {
    var headers = HTTPHeaders([
      .contentType: answer.contentType, HTTPHeader("cf-ray"): ray(),
      HTTPHeader("date"): HTTPDate.text(of: Int(Date().timeIntervalSince1970)),
    ])
    for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
    let whole = Data(answer.body.utf8)
    let body = AnswerBody(bytes: isCut ? whole.prefix(whole.count / 2) : whole, isCut: isCut, lease: lease)
    return HTTPResponse(
      statusCode: HTTPStatusCode(answer.status, phrase: ""),
      headers: headers,
      body: HTTPBodySequence(from: body, count: whole.count, suggestedBufferSize: max(whole.count, 1))
    )
  }

  /// Makes a request's number in the form that Cloudflare gives it: 16 hexadecimal digits and a data centre.
  private static func ray() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + "-SBX"
  }

  private static func call(of request: HTTPRequest) -> PolicyEndpoints.Call {
    func header(_ name: String) -> String? { request.headers[HTTPHeader(name)] }
    return PolicyEndpoints.Call(
      method: request.method.rawValue,
      path: request.target.path(percentEncoded: true),
      query: request.target.query(percentEncoded: true),
      shown: Credentials.Shown(
        authorization: header("authorization"),
        email: header("x-auth-email"),
        key: header("x-auth-key")
      ),
      body: []
    )
  }

  /// The whole body; nil for one that is too large.
  private static func body(of request: HTTPRequest) async throws -> [UInt8]? {
    if let count = request.bodySequence.count, count > largestBody { return nil }
    var body: [UInt8] = []
    for try await chunk in request.bodySequence {
      body.append(contentsOf: chunk)
      guard body.count <= largestBody else { return nil }
    }
    return body
  }
}
