/// What the API answers, without HTTP around it.
struct PolicyEndpoints: Sendable {
  let table: PolicyTable
  let credentials: Credentials
  let accept: AcceptedEncoding
  let searches: MessageSearches

  /// A request without what only HTTP needs.
  struct Call: Sendable {
    var method: String
    /// Percent-encoded, without the query.
    var path: String
    var query: String
    var shown: Credentials.Shown
    var body: [UInt8]
    /// Told what a batch touched, in the moment of its commit.
    var onCommit: @Sendable (Ledger.IDs) -> Void = { _ in }
    /// What faults do to the cursor of the answer.
    var tricks: CursorTricks = []

    var destination: Route.Destination { Route.find(method: method, path: path) }

    /// The end point, or nil when the request leads to none.
    var route: Route? {
      guard case .found(_, let route) = destination else { return nil }
      return route
    }

    /// What the query asks of a list, or nil when it cannot be read.
    var listQuery: PolicyQuery? { try? PolicyQuery(Route.parameters(ofQuery: query)) }
  }

  /// Carries a request out and gives the answer, which is never an error thrown.
  func answer(_ call: Call) async -> Answer {
    do {
      return try await perform(call)
    } catch let refusal as Refusal {
      return Answer(refusal)
    } catch {
      return Answer(Refusal(500, .internalError, "The sandbox failed: \(error)"))
    }
  }

  private func perform(_ call: Call) async throws -> Answer {
    switch call.destination {
    case .nowhere:
      throw Refusal(404, .noRoute, "Could not route to \(call.path), perhaps your object identifier is invalid?")
    case .wrongMethod:
      throw Refusal(405, .methodNotAllowed, "Method \(call.method) is not allowed here")
    case .found(let accountID, let route):
      if let refusal = credentials.refusal(of: call.shown, accountID: accountID) { throw refusal }
      return try await perform(route, call)
    }
  }

  private func perform(_ route: Route, _ call: Call) async throws -> Answer {
    switch route {
    case .list:
      let (json, info) = try await table.page(PolicyQuery(Route.parameters(ofQuery: call.query)))
      return Answer(body: Envelope.success(json, info: info))
    case .read(let id):
      guard let policy = try await table.rendered(id: id) else {
        throw Refusal(404, .notFound, "there is no allow policy with the id \(id)")
      }
      return Answer(body: Envelope.success(policy))
    case .create:
      return written(try await table.create(fields(of: call, .create)).json, status: 201)
    case .edit(let id):
      return written(try await table.edit(id: id, fields(of: call, .edit)).json)
    case .delete(let id):
      return written(try await table.delete(id: id).json)
    case .messages:
      return try await messages(call.query, call.tricks)
    case .poll(let name):
      switch searches.poll(name) {
      case nil: throw Refusal(404, .notFound, "there is no search \(name)")
      case .notYet?: return .accepted(at: call.path)
      case .finished(let query)?: return try await messages(query, call.tricks)
      }
    case .batch:
      return written(try await table.run(BatchRequest(call.body, accept), onCommit: call.onCommit).rendered())
    }
  }

  private func messages(_ query: String, _ tricks: CursorTricks) async throws -> Answer {
    Answer(body: try await searches.page(Route.parameters(ofQuery: query), tricks))
  }

  private func fields(of call: Call, _ kind: ItemKind) throws(Refusal) -> PolicyFields {
    guard let body = JSONValue.parse(call.body) else { throw BatchRequest.malformed }
    var reader = ItemReader(kind, at: "", accept)
    let fields = reader.read(body)
    guard reader.problems.isEmpty else { throw Refusal(status: 400, items: reader.problems) }
    return fields
  }

  /// Cloudflare names the entry of its audit log in the answer to each write.
  private func written(_ result: String, status: Int = 200) -> Answer {
    var answer = Answer(status: status, body: Envelope.success(result))
    let (high, low) = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    answer.headers["cf-auditlog-id"] = String(high, radix: 16) + String(low, radix: 16)
    return answer
  }
}
