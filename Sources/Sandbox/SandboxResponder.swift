import Foundation

/// Takes each request from the HTTP server, lets a fault strike it where one is due, and gives the answer.
struct SandboxResponder: Sendable {
  let endpoints: PolicyEndpoints
  let faults: FaultPlan
  let log: RequestLog
  let book: LedgerBook
  let late: LateWork
  let pauses: Pauses

  func respond(to request: HTTPRequest) async -> HTTPServer.Reply {
    var call = Self.call(of: request)
    let strikes = faults.take(for: call.route, page: call.listQuery?.page ?? 1)
    let names = strikes.map(\.kind)
    if names.contains(.repeatedCursor) { call.tricks.insert(.repeated) }
    if names.contains(.endlessCursor) { call.tricks.insert(.endless) }
    log.append(ReceivedRequest(method: call.method, path: request.target, body: call.body, faults: names))
    var number: Int?
    if call.route == .batch {
      let entry = book.receive(call.body, struckBy: names)
      call.onCommit = { book.apply(entry, $0) }
      number = entry
    }
    return await respond(to: call, number, struckBy: strikes)
  }

  /// Carries a request out as the faults let it; number is that of a batch in the ledger.
  private func respond(
    to call: PolicyEndpoints.Call,
    _ number: Int?,
    struckBy strikes: [Fault]
  ) async -> HTTPServer.Reply {
    for fault in strikes where fault.kind == .slow { await pauses.wait(fault.delay) }
    let admin = OtherAdmin(table: endpoints.table)
    for fault in strikes { await admin.act(fault, before: call) }
    let reply = await reply(to: call, number, struckBy: strikes.first { !$0.kind.isCompanion })
    for fault in strikes where fault.kind == .answerLate { await pauses.wait(fault.delay) }
    switch reply {
    case .answer(let answer): return .answer(answer)
    case .half(let answer): return .half(answer)
    case .cut: return .cut
    case .silence:
      await pauses.wait(.seconds(3600))
      return .cut
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
    case .forbidden: return .answer(Answer(Refusal(403, .authentication, "Authentication error")))
    case .searching: return .answer(accepted(call, polls: fault.polls))
    case .rateLimited: return .answer(.rateLimited(for: fault.delay))
    case .error500: return .answer(.internalError)
    // These leave the answer alone; the first has none to give here.
    case .applyLate, .slow, .answerLate, .editBehind, .deleteBetweenPages, .repeatedCursor, .endlessCursor:
      return .answer(answer ?? .internalError)
    }
  }

  /// Takes a search without carrying it out, and says where it can be asked for.
  private func accepted(_ call: PolicyEndpoints.Call, polls: Int) -> Answer {
    .accepted(at: "\(call.path)/searches/\(endpoints.searches.begin(query: call.query, polls: polls))")
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

  private static func call(of request: HTTPRequest) -> PolicyEndpoints.Call {
    let target = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return PolicyEndpoints.Call(
      method: request.method,
      path: String(target[0]),
      query: target.count == 2 ? String(target[1]) : "",
      shown: Credentials.Shown(
        authorization: request.headers["authorization"],
        email: request.headers["x-auth-email"],
        key: request.headers["x-auth-key"]
      ),
      body: request.body
    )
  }
}
