using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Cluster;

namespace SealosIstio.Tests.Cutover;

public sealed class MigrationWatchTests
{
    private readonly CutoverCloud cloud = new();
    private readonly ManualTime time = new();

    [Fact]
    public async Task It_ends_with_the_phase_that_is_waited_for()
    {
        await using var cluster = await PrepareAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));

        var seen = new List<MigrationObservation>();
        await foreach (var one in Watch(cluster, CutoverPhase.RolledBack, CutoverPhase.Completed).ReadAsync())
            seen.Add(one);

        var only = Assert.Single(seen);
        Assert.True(only.IsChanged);
        Assert.Equal(8, only.Status!.Removed + only.Status.Verified - 2);
    }

    [Fact]
    public async Task A_changed_record_is_seen_without_the_interval()
    {
        await using var cluster = await PrepareAsync();
        // The clock stands still: nothing but the watch of the record brings the next look.
        await using var seen = Watch(cluster, CutoverPhase.Completed).ReadAsync().GetAsyncEnumerator();
        Assert.True(await seen.MoveNextAsync());
        Assert.Empty(seen.Current.Status!.Runs);

        var working = Task.Run(() => CutoverFlow.RunAsync(cluster, cloud.Settings));
        MigrationStatus? last = null;
        while (await seen.MoveNextAsync())
            last = seen.Current.Status;

        CutoverFlow.AssertComplete(await working);
        Assert.Equal(CutoverPhase.Completed, Assert.Single(last!.Runs).Phase);
    }

    [Fact]
    public async Task At_the_interval_it_looks_again_and_says_whether_anything_changed()
    {
        await using var cluster = await PrepareAsync();
        await using var seen = Watch(cluster).ReadAsync().GetAsyncEnumerator();
        Assert.True(await seen.MoveNextAsync());
        Assert.True(seen.Current.IsChanged);

        var next = seen.MoveNextAsync().AsTask();
        var wait = await time.NextAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), wait.DueTime);
        wait.Fire();
        Assert.True(await next);
        Assert.False(seen.Current.IsChanged);

        next = seen.MoveNextAsync().AsTask();
        wait = await time.NextAsync();
        var ingress = (V1Ingress)(await cluster.GetAsync(KnownTypes.Of<V1Ingress>(), cloud.First, "web"))!;
        await new MigrationMark(cluster).SetAsync(ingress, MigrationState.Failed, "no");
        wait.Fire();
        Assert.True(await next);
        Assert.True(seen.Current.IsChanged);
        Assert.Equal(1, seen.Current.Status!.Failed);
    }

    [Fact]
    public async Task A_lost_connection_is_told_once_and_watching_goes_on()
    {
        await using var inner = await PrepareAsync();
        await using var cluster = new FailingCluster(inner);
        await using var seen = Watch(cluster).ReadAsync().GetAsyncEnumerator();
        Assert.True(await seen.MoveNextAsync());

        cluster.Failure = new KubernetesConnectionException(ConnectionFailure.Unreachable, "nobody there");
        var next = seen.MoveNextAsync().AsTask();
        (await time.NextAsync()).Fire();
        Assert.True(await next);
        Assert.Equal(
            ("nobody there", null, false),
            (seen.Current.Failure, seen.Current.Status, seen.Current.IsChanged)
        );

        next = seen.MoveNextAsync().AsTask();
        (await time.NextAsync()).Fire();
        // This look failed as well, and nobody was told: it waits again.
        var wait = await time.NextAsync();
        Assert.False(next.IsCompleted);
        cluster.Failure = null;
        wait.Fire();
        Assert.True(await next);
        Assert.False(seen.Current.IsChanged);
        Assert.NotNull(seen.Current.Status);

        cluster.Failure = new KubernetesApiException(new V1Status { Code = 503, Message = "busy" });
        next = seen.MoveNextAsync().AsTask();
        (await time.NextAsync()).Fire();
        Assert.True(await next);
        Assert.Equal("busy", seen.Current.Failure);
    }

    [Fact]
    public async Task A_refusal_ends_it()
    {
        await using var inner = await PrepareAsync();
        await using var cluster = new FailingCluster(inner)
        {
            Failure = new KubernetesApiException(new V1Status { Code = 403, Message = "no" }),
        };
        await using var seen = Watch(cluster).ReadAsync().GetAsyncEnumerator();

        await Assert.ThrowsAsync<KubernetesApiException>(async () => await seen.MoveNextAsync());
    }

    [Fact]
    public async Task It_stops_in_the_middle_of_a_wait()
    {
        await using var cluster = await PrepareAsync();
        using var stop = new CancellationTokenSource();
        await using var seen = Watch(cluster).ReadAsync(stop.Token).GetAsyncEnumerator();
        Assert.True(await seen.MoveNextAsync());
        var next = seen.MoveNextAsync().AsTask();
        await time.NextAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public void Every_part_of_a_status_counts_as_a_change()
    {
        var run = new CutoverRun { Id = "a" };
        MigrationStatus Make() =>
            new()
            {
                Orphans = ["a/b"],
                SystemIngresses = ["c/d"],
                Runs = [run with { }],
            };
        MigrationStatus[] others =
        [
            Make() with
            {
                Ingresses = 1,
            },
            Make() with
            {
                Migrated = 1,
            },
            Make() with
            {
                Verified = 1,
            },
            Make() with
            {
                Changed = 1,
            },
            Make() with
            {
                Pending = 1,
            },
            Make() with
            {
                Failed = 1,
            },
            Make() with
            {
                Inactive = 1,
            },
            Make() with
            {
                Removed = 1,
            },
            Make() with
            {
                VirtualServices = 1,
            },
            Make() with
            {
                AtWork = "me",
            },
            Make() with
            {
                Orphans = [],
            },
            Make() with
            {
                SystemIngresses = ["c/e"],
            },
            Make() with
            {
                Runs = [],
            },
            Make() with
            {
                Runs = [run with { Phase = CutoverPhase.Completed }],
            },
            Make() with
            {
                Runs = [run.With(CutoverStep.Cleanup, new CutoverStepRecord(CutoverStepState.Running))],
            },
        ];

        Assert.True(Make().IsSame(Make()));
        Assert.All(others, other => Assert.False(Make().IsSame(other), other.ToString()));
        var settable = typeof(MigrationStatus).GetProperties().Count(property => property.CanWrite);
        Assert.Equal(13, settable);
    }

    [Fact]
    public void The_time_that_is_left_follows_from_what_was_done_while_watching()
    {
        var pace = new StepPace(time);
        var run = new CutoverRun { Id = "a" }.With(
            CutoverStep.MigrateExisting,
            new CutoverStepRecord(CutoverStepState.Running)
        );
        MigrationStatus At(int migrated, int pending) =>
            new()
            {
                Migrated = migrated,
                Pending = pending,
                Runs = [run],
            };

        // 40 were done before anybody looked: they say nothing of the pace.
        var first = pace.Of(At(40, 60))!;
        Assert.Equal(
            (CutoverStep.MigrateExisting, 40, 100, null),
            (first.Step, first.Done, first.Total, first.Remaining)
        );
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(pace.Of(At(40, 60))!.Remaining);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(40), pace.Of(At(60, 40))!.Remaining);
        Assert.Equal(TimeSpan.Zero, pace.Of(At(100, 0))!.Remaining);
        Assert.Null(pace.Of(At(100, 0) with { Runs = [run with { Phase = CutoverPhase.Completed }] }));
    }

    private MigrationWatch Watch(IKubernetesCluster cluster, params CutoverPhase[] until) =>
        new(cluster, cloud.Options, new MigrationWatchSettings { Until = until, TimeProvider = time });

    private async Task<ManifestCluster> PrepareAsync()
    {
        var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        return cluster;
    }

    private sealed class FailingCluster(IKubernetesCluster inner) : DelegatingCluster(inner)
    {
        public Exception? Failure { get; set; }

        public override IAsyncEnumerable<KubernetesObject> ListAsync(
            ResourceType type,
            ListOptions? options = null,
            CancellationToken cancellationToken = default
        ) => Failure is null ? Inner.ListAsync(type, options, cancellationToken) : throw Failure;
    }
}
