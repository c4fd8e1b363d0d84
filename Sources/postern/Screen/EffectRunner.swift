import Foundation
import PolicyCore
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
  private let arranger = RowArranger()
  private let drafts: AsyncStream<@Sendable () async -> Void>.Continuation
  private let judgements: AsyncStream<JudgeOrder>.Continuation
  private let watch: Task<Void, Never>
  private var arranging: Task<Void, Never>?
  private var loading: Task<Void, Never>?
  private var submitting: Task<Void, Never>?
  private var loads = 0
  private let memory: ScreenMemoryFile
  private let underway = Underway()
  private let hasRows = Flag()

  init(workspace: Workspace, mailbox: Mailbox<AppAction>, memory: ScreenMemoryFile) {
    self.workspace = workspace
    self.memory = memory
    self.mailbox = mailbox
    let (orders, drafts) = AsyncStream<@Sendable () async -> Void>.makeStream()
    self.drafts = drafts
    Task.detached { for await order in orders { await order() } }
    let (judgeOrders, judgements) = AsyncStream<JudgeOrder>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.judgements = judgements
    Task.detached { for await order in judgeOrders { await order.run(workspace, mailbox) } }
    watch = Task.detached { await DraftWatch(workspace: workspace, mailbox: mailbox).run() }
  }

  /// Orders for the terminal itself are not for here, and are ignored.
  func run(_ effect: AppEffect) {
    let workspace = workspace
    let mailbox = mailbox
    switch effect {
    case .readHead:
      // Behind the draft, which is laid over it.
      drafts.yield {
        mailbox.post(.headRead(await workspace.cachedHead()))
      }
    case .keepHead(let list, let order, let findings):
      let arranger = arranger
      Task.detached(priority: .utility) {
        guard let rows = await arranger.newHead(of: list, in: order) else { return }
        await workspace.keepHead(rows, of: list, in: order.text, signs: findings)
      }
    case .readCache:
      let hasRows = hasRows
      Task.detached {
        do throws(Problem) {
          guard let cached = try await workspace.cachedPolicies() else { return }
          hasRows.raise()
          mailbox.post(.cacheRead(cached.list, loadedAt: cached.loadedAt))
        } catch {
          mailbox.post(.cacheFailed(error))
        }
      }
    case .loadPolicies: load()
    case .cancelLoad: loading?.cancel()
    case .remember(let looks):
      let memory = memory
      draft { () async throws(Problem) in
        memory.write(looks)
        return .clockTicked(Date())
      }
    case .arrangeRows(let request): arrange(request)
    case .readDraft: draft { () async throws(Problem) in .draftRead(try await workspace.draft()) }
    case .changeDraft(let edit):
      draft { () async throws(Problem) in .draftChanged(try await workspace.perform(edit), .did) }
    case .createPolicy(let fields, let besideItsLike):
      draft { () async throws(Problem) in
        let policy = await workspace.newPolicy(fields, besideItsLike: besideItsLike)
        return .draftChanged(try await workspace.perform(.create([policy])), .did)
      }
    case .createPolicies(let all):
      draft { () async throws(Problem) in
        var policies: [NewPolicy] = []
        for fields in all { policies.append(await workspace.newPolicy(fields)) }
        return .draftChanged(try await workspace.perform(.create(policies)), .did)
      }
    case .export(let data, let path):
      draft { () async throws(Problem) in
        try ExportFile.write(data, to: path)
        return .exported(to: path)
      }
    case .undoDraft: draft { () async throws(Problem) in .draftChanged(try await workspace.undo(), .undid) }
    case .redoDraft: draft { () async throws(Problem) in .draftChanged(try await workspace.redo(), .redid) }
    case .readChanges: draft { () async throws(Problem) in .changesRead(try await workspace.changes()) }
    case .jumpDraft(let sequence):
      draft { () async throws(Problem) in .draftChanged(try await workspace.jump(to: sequence), .did) }
    case .readHistory: draft { () async throws(Problem) in .historyRead(try await workspace.history(limit: 200)) }
    case .readRecent:
      draft { () async throws(Problem) in .recentlySubmitted(try await workspace.history(limit: 3)) }
    case .undoSubmission(let id):
      draft { () async throws(Problem) in
        let (undo, snapshot) = try await workspace.undoSubmission(id)
        return .submissionUndone(undo, snapshot)
      }
    case .judge(let list, let snapshot): judgements.yield(JudgeOrder(list: list, draft: snapshot))
    case .suppress(let suppression):
      silence(suppression.rule, isSilenced: true) { () async throws(Problem) in
        try await workspace.suppress(suppression)
      }
    case .unsuppress(let rule, let id):
      silence(rule, isSilenced: false) { () async throws(Problem) in try await workspace.unsuppress(rule, of: id) }
    case .review(let ids, let encoding): review(ids, encoding)
    case .submit(let review, let reason): submit(review, reason)
    case .cancelSubmission: submitting?.cancel()
    case .lookAgain(let id):
      settle { step throws(Problem) in try await workspace.lookAgain(id, step: step) }
    case .settleAsApplied(let id):
      settle { _ throws(Problem) in try await workspace.settleAsApplied(id) }
    case .unsettle(let id):
      settle { _ throws(Problem) in try await workspace.unsettle(id) }
    case .reconcile: reconcile()
    case .copy, .redraw, .suspend, .quit, .listThemes, .keepTheme, .setMouse, .switchAccount, .editText: break
    }
  }

  /// Stops everything that can be stopped, and gives the submission that is still under way.
  ///
  /// If its request may have left, its outcome is worth a moment; otherwise the next start finds it out.
  func stop() -> Task<Void, Never>? {
    arranging?.cancel()
    loading?.cancel()
    watch.cancel()
    drafts.finish()
    judgements.finish()
    submitting?.cancel()
    return submitting
  }

  /// The submission whose batch was sent, while nobody knows what became of it.
  var sentSubmission: String? { underway.sent }

  // MARK: - One order each

  private func draft(_ order: @escaping @Sendable () async throws(Problem) -> AppAction) {
    let mailbox = mailbox
    drafts.yield {
      do throws(Problem) {
        mailbox.post(try await order())
      } catch {
        mailbox.post(.draftFailed(error))
      }
    }
  }

  private func silence(
    _ rule: RuleName,
    isSilenced: Bool,
    _ order: @escaping @Sendable () async throws(Problem) -> Void
  ) {
    let workspace = workspace
    let mailbox = mailbox
    draft { () async throws(Problem) in
      try await order()
      mailbox.post(.suppressed(rule, isSilenced: isSilenced))
      return .draftRead(try await workspace.draft())
    }
  }

  private func arrange(_ request: RowsRequest) {
    arranging?.cancel()
    let arranger = arranger
    let mailbox = mailbox
    arranging = Task.detached(priority: .userInitiated) {
      guard let answer = await arranger.rows(for: request) else { return }
      mailbox.post(.rowsArranged(answer))
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
        mailbox.post(.loaded(loaded))
        // While another process submits, the draft cannot be compared; the next load does.
        if let drift = try? await workspace.compareDraft(with: loaded.list) { mailbox.post(.drifted(drift)) }
      } catch {
        if !Task.isCancelled { mailbox.post(.loadFailed(error)) }
      }
    }
  }

  private func review(_ ids: Set<PolicyID>?, _ encoding: BatchEncoding?) {
    let workspace = workspace
    let mailbox = mailbox
    // In line with the draft's changes, so that it shows all that were ordered before it.
    drafts.yield {
      do throws(Problem) {
        mailbox.post(.reviewed(try await workspace.review(only: ids, encoding: encoding)))
      } catch {
        mailbox.post(.reviewFailed(error))
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
          mailbox.post(.submissionStepped(step))
        }
        underway.end()
        mailbox.post(.submissionEnded(report))
      } catch {
        underway.end()
        mailbox.post(.submissionFailed(error))
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
          let report = try await workspace.reconcile { mailbox.post(.submissionStepped($0)) }
          // The other one found it out by itself: what became of it stands in the history.
          if report == nil, isWaiting { mailbox.post(.otherEnded(try await workspace.history(limit: 1).first)) }
          return mailbox.post(.reconciled(report))
        } catch {
          if !isWaiting { mailbox.post(.reconcileFailed(error)) }
          guard error.kind == .locked else { return }
          isWaiting = true
        }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}

/// Whether something has happened.
private final class Flag: Sendable {
  private let state = Mutex(false)

  var value: Bool { state.withLock { $0 } }

  func raise() { state.withLock { $0 = true } }
}

/// Whether a batch has left whose outcome is not known.
private final class Underway: Sendable {
  private let state = Mutex<(id: String?, isSent: Bool)>((nil, false))

  var sent: String? { state.withLock { $0.isSent ? $0.id : nil } }

  func take(_ step: SubmissionStep) {
    state.withLock { state in
      switch step {
      case .begun(let id): state = (id, false)
      case .sending: state.isSent = true
      case .checking, .waiting: state.isSent = false
      case .looking: break
      }
    }
  }

  func end() { state.withLock { $0 = (nil, false) } }
}

/// One at a time and only the newest: judging a long list anew for each key would never come to an end.
private struct JudgeOrder: Sendable {
  let list: PolicyList?
  let draft: DraftSnapshot

  func run(_ workspace: Workspace, _ mailbox: Mailbox<AppAction>) async {
    do throws(Problem) {
      mailbox.post(.judged(try await workspace.findings(on: list, draft: draft)))
    } catch {
      mailbox.post(.draftFailed(error))
    }
  }
}

/// Notices what other processes do to the draft, by its revision.
private struct DraftWatch: Sendable {
  static let interval = Duration.milliseconds(250)
  /// The screen says how old the list is, in minutes.
  static let clockInterval = 80

  let workspace: Workspace
  let mailbox: Mailbox<AppAction>

  func run() async {
    var known = try? await workspace.draftRevision()
    var turns = 0
    while (try? await Task.sleep(for: Self.interval)) != nil {
      turns += 1
      if turns % Self.clockInterval == 0 { mailbox.post(.clockTicked(Date())) }
      guard let revision = try? await workspace.draftRevision(), revision != known else { continue }
      known = revision
      guard let draft = try? await workspace.draft() else { continue }
      mailbox.post(.draftRead(draft))
    }
  }
}
