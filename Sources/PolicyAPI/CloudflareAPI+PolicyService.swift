package import PolicyCore
package import Policies
package import Values

extension CloudflareAPI: PolicyService {
  package func policies(
    progress: @escaping @Sendable (LoadProgress) -> Void
  ) async throws(Problem) -> PolicyListing {
    let diagnosis = diagnosis(.list)
    let reader = ListReader(
      page: { (number) async throws(Problem) -> PolicyPage in
        try await self.retrying.run(onWait: self.onWait) { () async throws(ReadFailure) -> PolicyPage in
          try await self.page(at: self.endpoint.page(number), diagnosis)
        }
      },
      progress: progress
    )
    return try await reader.listing()
  }

  package func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy? {
    guard let url = endpoint.policy(id) else { return nil }
    let diagnosis = diagnosis(.policy)
    return try await retrying.run(onWait: onWait) { () async throws(ReadFailure) -> AllowPolicy? in
      do throws(ReadFailure) {
        return try await self.policy(id, at: url, diagnosis)
      } catch {
        guard error.saysGone else { throw error }
        return nil
      }
    }
  }

  package func newestPolicies(page: Int, size: Int) async throws(Problem) -> NewestPage {
    let diagnosis = diagnosis(.list)
    let size = max(1, min(size, Endpoint.pageSize))
    let url = endpoint.newest(page, size: size)
    let found = try await retrying.run(onWait: onWait) { () async throws(ReadFailure) -> PolicyPage in
      try await self.page(at: url, diagnosis)
    }
    return NewestPage(
      policies: Array(found.policies),
      total: found.totalCount,
      isShort: found.rows < min(size, found.fullSize),
      leftOut: found.leftOut
    )
  }

  package var withoutRetries: any PolicyService { CloudflareAPI(self, attempts: 1) }

  package func submit(
    _ request: BatchRequest,
    willSend: @escaping @Sendable () async throws -> Void
  ) async -> BatchAnswer {
    let gate = BodyGate(willSend: willSend)
    // A task of its own: once the body may have left, only the answer or the time limit ends the wait for it.
    let sending = Task { await self.send(request, through: gate) }
    return await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      if gate.close() { sending.cancel() }
    }
  }

  /// Asks for one policy, which tells whether the API answers and whether the credentials may read.
  ///
  /// Gives how many policies there are, if the server says so. The API has no call that tells whether they may write.
  package func checkAccess() async throws(Problem) -> Int? {
    let diagnosis = diagnosis(.list)
    let page = try await retrying.run(onWait: onWait) { () async throws(ReadFailure) -> PolicyPage in
      try await self.page(at: self.endpoint.smallestPage, diagnosis)
    }
    return page.totalCount
  }

  // MARK: - One request

  private func page(at url: String, _ diagnosis: Diagnosis) async throws(ReadFailure) -> PolicyPage {
    let (answer, content) = try await read(at: url, diagnosis)
    guard var page = PolicyPage(content) else {
      throw ReadFailure(problem: diagnosis.unreadable(answer, because: "it holds no result"), mayPass: false)
    }
    page.bytes = answer.body.count
    return page
  }

  private func policy(_ id: PolicyID, at url: String, _ diagnosis: Diagnosis) async throws(ReadFailure) -> AllowPolicy {
    let (answer, content) = try await read(at: url, diagnosis)
    guard case .one(let policy?) = content.result, policy.id == id else {
      throw ReadFailure(problem: diagnosis.unreadable(answer, because: "it is not about policy \(id)"), mayPass: false)
    }
    return policy
  }

  /// Asks once, and gives the answer if it is a whole success in the API's form.
  private func read(
    at url: String,
    _ diagnosis: Diagnosis
  ) async throws(ReadFailure) -> (HTTPAnswer, AnsweredPolicies) {
    let answer = try await wholeAnswer(at: url, diagnosis)
    do {
      let content = try AnsweredPolicies(answer)
      if content.success { return (answer, content) }
    } catch {
      // A failure may hold anything for a result, so that only its frame can be read.
      guard answer.frame()?.success == false else {
        throw ReadFailure(problem: diagnosis.unreadable(answer, because: error.reason), mayPass: false)
      }
    }
    throw failure(answer, answer.frame(), diagnosis)
  }

  /// Asks once, and gives the answer if it came whole and is a success by its status.
  func wholeAnswer(at url: String, _ diagnosis: Diagnosis) async throws(ReadFailure) -> HTTPAnswer {
    let answer: HTTPAnswer
    do {
      answer = try await exchange.get(url)
    } catch {
      throw ReadFailure(problem: diagnosis.problem(for: error), mayPass: error.mayPass)
    }
    if let cut = answer.cut, answer.status < 300 {
      throw ReadFailure(problem: diagnosis.problem(for: cut), mayPass: cut.mayPass)
    }
    guard (200..<300).contains(answer.status) else { throw failure(answer, answer.frame(), diagnosis) }
    return answer
  }

  func failure(_ answer: HTTPAnswer, _ frame: Envelope<Unread>?, _ diagnosis: Diagnosis) -> ReadFailure {
    let isAboutAddress = frame?.errors.contains { Diagnosis.routeCodes.contains($0.code ?? 0) } ?? true
    return ReadFailure(
      problem: diagnosis.problem(for: answer, errors: frame?.errors),
      mayPass: Self.passingStatuses.contains(answer.status),
      retryAfter: answer.retryAfter,
      saysGone: answer.status == 404 && frame?.success == false && !isAboutAddress
    )
  }

  private func send(_ request: BatchRequest, through gate: BodyGate) async -> BatchAnswer {
    let reading = BatchReading(diagnosis: diagnosis(.batch))
    do {
      let answer = try await exchange.post(GatedBody(request.body, through: gate), to: endpoint.batch)
      let mayHaveLeft = !gate.close()
      _ = await gate.settled()
      return reading.outcome(of: answer, mayHaveLeft: mayHaveLeft)
    } catch {
      let mayHaveLeft = !gate.close()
      if let refusal = await gate.settled() { return BatchReading.notRecorded(refusal) }
      return reading.outcome(of: error, mayHaveLeft: mayHaveLeft)
    }
  }

  /// What another attempt may get past: too many requests, and failures that are not about the request.
  private static let passingStatuses: Set<Int> = Set([429, 500] + Array(502...504) + Array(520...530))
}
