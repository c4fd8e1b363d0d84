import Foundation
import PolicyCore
import PolicyQuery
import PolicyUI
import Synchronization
import Policies
import Values

/// Carries out the orders of the screen: each becomes one call of the workspace, each answer an action.
///
/// One slot for each kind of work that a newer order makes pointless. Draft changes run one after the other.
final class EffectRunner {
  private let workspace: Workspace
  private let mailbox: Mailbox<AppAction>
  private let arranger: RowArranger
  private let counts: CountingDesk
  private let drafts: AsyncStream<@Sendable () async -> Void>.Continuation
  private let judgements: AsyncStream<JudgeOrder>.Continuation
  private let answers: AsyncStream<AnswerOrder>.Continuation
  private let watch: Task<Void, Never>
  /// Ends once what was ordered before ``stop()`` is done.
  let ordered: Task<Void, Never>
  private var arranging: Task<Void, Never>?
  private var loading: Task<Void, Never>?
  private var submitting: Task<Void, Never>?
  private var loads = 0
  private let memory: ScreenMemoryFile
  private let views: ViewsDisk
  private let acceptance: Acceptance
  private let files: FileDesk
  private let mail: MailDesk?
  private let underway = Underway()
  private let hasRows = Happened()

  /// `silences` is the file in which findings are accepted, if there is one.
  init(
    workspace: Workspace,
    mail: MailDesk? = nil,
    mailbox: Mailbox<AppAction>,
    memory: ScreenMemoryFile,
    views: ViewsDisk,
    silences: SilencesDisk? = nil
  ) {
    self.workspace = workspace
    counts = CountingDesk(mailbox: mailbox, mail: mail)
    acceptance = Acceptance(workspace, silences)
    arranger = RowArranger(workspace: workspace)
    self.memory = memory
    self.views = views
    self.mailbox = mailbox
    self.mail = mail
    files = FileDesk(workspace: workspace, mailbox: mailbox, mail: mail?.reader)
    let (orders, drafts) = AsyncStream<@Sendable () async -> Void>.makeStream()
    self.drafts = drafts
    ordered = Task.detached { for await order in orders { await order() } }
    let (judgeOrders, judgements) = AsyncStream<JudgeOrder>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.judgements = judgements
    Task.detached { for await order in judgeOrders { await order.run(workspace, mail, mailbox) } }
    let (answerOrders, answers) = AsyncStream<AnswerOrder>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.answers = answers
    Task.detached { for await order in answerOrders { order.run(mailbox) } }
    watch = Task.detached { await DraftWatch(workspace: workspace, mailbox: mailbox).run() }
  }

  func run(_ order: DraftOrder) {
    let workspace = workspace
    switch order {
    case .change(let edit): change(.did) { () async throws(Problem) in try await workspace.perform(edit) }
    case .create(let fields, let besideItsLike):
      change(.did) { () async throws(Problem) in
        let policy = await workspace.newPolicy(fields, besideItsLike: besideItsLike)
        return try await workspace.perform(.create([policy]))
      }
    case .createAll(let all):
      change(.did) { () async throws(Problem) in
        var policies: [NewPolicy] = []
        for fields in all { policies.append(await workspace.newPolicy(fields)) }
        return try await workspace.perform(.create(policies))
      }
    case .undo: change(.undid) { () async throws(Problem) in try await workspace.undo() }
    case .redo: change(.redid) { () async throws(Problem) in try await workspace.redo() }
    case .jump(let sequence): change(.did) { () async throws(Problem) in try await workspace.jump(to: sequence) }
    case .undoSubmission(let id):
      inLine(orElse: { .draft(.refused($0)) }) { () async throws(Problem) in
        let (undo, snapshot) = try await workspace.undoSubmission(id)
        return .history(.submissionUndone(undo, snapshot))
      }
    case .importRows(let order):
      inLine(orElse: { .draft(.refused($0)) }) { () async throws(Problem) in
        try await FileDesk.queue(order, in: workspace)
      }
    case .suppress(let suppression, let pattern):
      silence(suppression.rule, isSilenced: true) { acceptance throws(Problem) in
        try await acceptance.accept(suppression, on: pattern)
      }
    case .unsuppress(let rule, let id, let pattern):
      silence(rule, isSilenced: false) { acceptance throws(Problem) in
        try await acceptance.takeBack(rule, of: id, pattern)
      }
    }
  }

  func run(_ order: FileOrder) { files.run(order) }

  func run(_ order: MailOrder) { mail?.run(order) }

  func run(_ order: WorkOrder) {
    let workspace = workspace
    switch order {
    case .readHead:
      // Behind the draft, which is laid over it.
      inLine { () async throws(Problem) in .load(.headRead(await workspace.cachedHead())) }
    case .keepHead(let list, let order, let findings): keepHead(of: list, in: order, signs: findings)
    case .readCache: readCache()
    case .loadPolicies: load()
    case .cancelLoad: loading?.cancel()
    case .remember(let looks):
      let memory = memory
      inLine { () async throws(Problem) in
        memory.write(looks)
        return .clockTicked(Date())
      }
    case .readViews: views { views throws(Problem) in try views.read() }
    case .keepView(let view): views { views throws(Problem) in try views.set(view.name, to: view.filter) }
    case .dropView(let name): views { views throws(Problem) in try views.set(name, to: nil) }
    case .arrangeRows(let request): arrange(request)
    case .countRows(let request): counts.count(request)
    case .makeOverview(let request): counts.makeOverview(request)
    case .readDraft: inLine { () async throws(Problem) in .draft(.read(try await workspace.draft())) }
    case .export(let data, let path):
      inLine(orElse: { .outside(.exportFailed($0)) }) { () async throws(Problem) in
        try ExportFile.write(data, to: path)
        return .outside(.exported(to: path))
      }
    case .checkGuards: inLine { () async throws(Problem) in .draft(.guardsChecked(try await workspace.guards())) }
    case .listDrafts:
      inLine(orElse: { .outside(.draftsFailed($0)) }) { () async throws(Problem) in
        .outside(.draftsListed(try await workspace.drafts()))
      }
    case .readChanges: inLine { () async throws(Problem) in .history(.changesRead(try await workspace.changes())) }
    case .readHistory:
      inLine { () async throws(Problem) in .history(.read(try await workspace.history(limit: 200))) }
    case .readRecent:
      inLine { () async throws(Problem) in .submission(.recentlySubmitted(try await workspace.history(limit: 3))) }
    case .judge(let list, let snapshot): judgements.yield(JudgeOrder(list: list, draft: snapshot))
    case .answerWhatIf(let question, let findings):
      answers.yield(AnswerOrder(question: question, findings: findings))
    case .review(let ids, let encoding):
      // In line with the draft's changes, so that it shows all that were ordered before it.
      let (mailbox, mail) = (mailbox, mail)
      drafts.yield {
        do throws(Problem) {
          let review = try await workspace.review(only: ids, encoding: encoding)
          mailbox.post(.review(.reviewed(review)))
          mail?.replay(review)
        } catch {
          mailbox.post(.review(.failed(error)))
        }
      }
    case .submit(let review, let reason): submit(review, reason)
    case .cancelSubmission: submitting?.cancel()
    case .lookAgain(let id):
      settle { step throws(Problem) in try await workspace.lookAgain(id, step: step) }
    case .settleAsApplied(let id):
      settle { _ throws(Problem) in try await workspace.settleAsApplied(id) }
    case .unsettle(let id):
      settle { _ throws(Problem) in try await workspace.unsettle(id) }
    case .reconcile: reconcile()
    }
  }

  /// Stops everything that can be stopped, and gives the submission that is still under way.
  ///
  /// If its request may have left, its outcome is worth a moment; otherwise the next start finds it out.
  func stop() -> Task<Void, Never>? {
    arranging?.cancel()
    counts.stop()
    loading?.cancel()
    watch.cancel()
    drafts.finish()
    judgements.finish()
    answers.finish()
    submitting?.cancel()
    return submitting
  }

  /// Stops reading mail, and gives the reading, which keeps what it has.
  func stopMail() -> Task<Void, Never>? { mail?.stop() }

  /// The submission whose batch was sent, while nobody knows what became of it.
  var sentSubmission: String? { underway.sent }

  // MARK: - One order each

  /// One after the other, in the order in which they were given.
  private func inLine(
    orElse failure: @escaping @Sendable (Problem) -> AppAction = { .draft(.failed($0)) },
    _ order: @escaping @Sendable () async throws(Problem) -> AppAction
  ) {
    let mailbox = mailbox
    drafts.yield {
      do throws(Problem) {
        mailbox.post(try await order())
      } catch {
        mailbox.post(failure(error))
      }
    }
  }

  private func change(_ verb: DraftVerb, _ order: @escaping @Sendable () async throws(Problem) -> DraftOutcome) {
    inLine(orElse: { .draft(.refused($0)) }) { () async throws(Problem) in .draft(.changed(try await order(), verb)) }
  }

  /// In line, so that the last answer tells how the file is.
  private func views(_ order: @escaping @Sendable (ViewsDisk) throws(Problem) -> [SavedView]) {
    let views = views
    inLine(orElse: { .outside(.viewsFailed($0)) }) { () async throws(Problem) in
      .outside(.viewsRead(try order(views)))
    }
  }

  private func keepHead(of list: PolicyList, in order: PolicyQuery.SortOrder, signs: RowFindings) {
    let arranger = arranger
    let workspace = workspace
    Task.detached(priority: .utility) {
      guard let rows = await arranger.newHead(of: list, in: order) else { return }
      await workspace.keepHead(rows, of: list, in: order.text, signs: signs)
    }
  }

  private func readCache() {
    let hasRows = hasRows
    let workspace = workspace
    let mailbox = mailbox
    Task.detached {
      do throws(Problem) {
        guard let cached = try await workspace.cachedPolicies() else { return }
        hasRows.raise()
        mailbox.post(.load(.cacheRead(cached.list, loadedAt: cached.loadedAt)))
      } catch {
        mailbox.post(.load(.cacheFailed(error)))
      }
    }
  }

  private func silence(
    _ rule: RuleName,
    isSilenced: Bool,
    _ order: @escaping @Sendable (Acceptance) async throws(Problem) -> Void
  ) {
    let workspace = workspace
    let acceptance = acceptance
    let mailbox = mailbox
    inLine(orElse: { .draft(.refused($0)) }) { () async throws(Problem) in
      try await order(acceptance)
      if acceptance.disk != nil { mailbox.post(.draft(.silencesRead)) }
      // What is judged anew has been ordered by the time that the person is told.
      mailbox.post(.draft(.read(try await workspace.draft())))
      return .draft(.suppressed(rule, isSilenced: isSilenced))
    }
  }

  private func arrange(_ request: RowsRequest) {
    arranging?.cancel()
    let arranger = arranger
    let mailbox = mailbox
    arranging = Task.detached(priority: .userInitiated) {
      guard let (answer, rows) = await arranger.rows(for: request) else { return }
      mailbox.post(.load(.rowsArranged(answer)))
      // The rows do not wait for it.
      if let more = await arranger.more(than: rows, for: request) { mailbox.post(.load(.moreFound(more))) }
    }
  }

  private func load() {
    loading?.cancel()
    loads += 1
    let arriving = ArrivingPolicies(load: loads, mailbox: mailbox, hasRows: { [hasRows] in hasRows.value })
    let workspace = workspace
    let mailbox = mailbox
    let hasRows = hasRows
    loading = Task.detached {
      do throws(Problem) {
        let loaded = try await workspace.loadPolicies { arriving.take($0) }
        hasRows.raise()
        mailbox.post(.load(.loaded(loaded)))
        // While another process submits, the draft cannot be compared; the next load does.
        mailbox.post(.draft(.drifted(try? await workspace.compareDraft(with: loaded.list))))
      } catch {
        if !Task.isCancelled { mailbox.post(.load(.failed(error))) }
      }
    }
  }

  private func submit(_ review: Review, _ reason: String?) {
    let workspace = workspace
    // What of it may have been done already stood in the review, and was typed out.
    let again = !review.repetitions.isEmpty
    settle { step throws(Problem) in
      try await workspace.submit(review, reason: reason, again: again, step: step)
    }
  }

  private func settle(
    _ order:
      @escaping @Sendable (_ step: @escaping @Sendable (SubmissionStep) -> Void) async throws(Problem)
      -> SubmissionReport
  ) {
    let mailbox = mailbox
    let underway = underway
    submitting = Task.detached {
      do throws(Problem) {
        let report = try await order { step in
          underway.take(step)
          mailbox.post(.submission(.stepped(step)))
        }
        underway.end()
        mailbox.post(.submission(.ended(report)))
      } catch {
        underway.end()
        mailbox.post(.submission(.failed(error)))
      }
    }
  }

  private func reconcile() {
    let workspace = workspace
    let mailbox = mailbox
    submitting = Task.detached {
      var isWaiting = false
      while !Task.isCancelled {
        do throws(Problem) {
          let report = try await workspace.reconcile { mailbox.post(.submission(.stepped($0))) }
          // The other one found it out by itself: what became of it stands in the history.
          if report == nil, isWaiting {
            mailbox.post(.submission(.otherEnded(try await workspace.history(limit: 1).first)))
          }
          return mailbox.post(.submission(.reconciled(report)))
        } catch {
          if !isWaiting { mailbox.post(.submission(.reconcileFailed(error))) }
          guard error.kind == .locked else { return }
          isWaiting = true
        }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
