using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Backup;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Applying;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Backup;

/// <summary>A backup as files.</summary>
public sealed class BackupFolderTests : IAsyncLifetime, IDisposable
{
    private const int Routes = 200;

    private readonly ManifestCluster cluster = ManifestCluster.Create();
    private readonly TemporaryFolder folder = new();

    private string Target => Path.Combine(folder.Path, "backup");

    public async Task InitializeAsync()
    {
        await cluster.ApplyAsync(Objects.Namespace("ns-a"), new ApplyOptions());
        for (var i = 0; i < Routes; i++)
            await cluster.ApplyAsync(Objects.Route("ns-a", $"web{i}", $"web{i}.example.com"), new ApplyOptions());
    }

    public Task DisposeAsync() => cluster.DisposeAsync().AsTask();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_is_opened_as_it_was_written(bool compress)
    {
        var written = await Writer(compress).WriteAsync(Target, "v1.30");

        var read = BackupReader.Open(Target);

        await BackupReader.VerifyAsync(read);
        Assert.Equal(BackupManifest.Write(written), BackupManifest.Write(read));
        Assert.Equal((Routes, "v1.30", "here"), (read.Counts["VirtualService"], read.ServerVersion, read.Location));
        Assert.Equal(written.Count, await ReadAllAsync(read));
    }

    [Fact]
    public async Task A_backup_that_was_killed_in_the_middle_is_refused()
    {
        // What lies there at the moment of the kill, at three moments.
        var moments = new[] { 1, Routes / 2, Routes };
        var count = 0;
        await Writer()
            .WriteAsync(
                Target,
                report: _ =>
                {
                    if (moments.Contains(++count))
                        Copy(Target + BackupWriter.PartialEnding, $"{Target}-{count}");
                }
            );

        foreach (var moment in moments)
            Assert.Equal(BackupProblem.Incomplete, Refusal(() => BackupReader.Open($"{Target}-{moment}")));
    }

    [Fact]
    public async Task Nothing_is_at_the_path_until_it_is_whole_and_nothing_is_left_of_one_that_fails()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Writer()
                .WriteAsync(
                    Target,
                    report: _ =>
                    {
                        Assert.False(Directory.Exists(Target));
                        throw new InvalidOperationException();
                    }
                )
        );

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_path_that_is_taken_is_refused()
    {
        Directory.CreateDirectory(Target);
        Assert.Equal(BackupProblem.Exists, (await BackupRefusalAsync()).Problem);
        Directory.Delete(Target);
        Directory.CreateDirectory(Target + BackupWriter.PartialEnding);
        Assert.Equal(BackupProblem.Exists, (await BackupRefusalAsync()).Problem);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("manifest")]
    public async Task A_backup_that_was_changed_is_refused(string how)
    {
        var backup = await Writer().WriteAsync(Target);
        var file = Path.Combine(Target, "virtualservices.networking.istio.io.jsonl");
        switch (how)
        {
            case "truncated":
                await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^10]);
                break;
            case "changed":
                var text = await File.ReadAllTextAsync(file);
                await File.WriteAllTextAsync(file, text.Replace("web7.", "web8.", StringComparison.Ordinal));
                break;
            case "missing":
                File.Delete(file);
                break;
            default:
                await File.WriteAllTextAsync(Path.Combine(Target, "backup.json"), "{\"format\": 1}");
                break;
        }

        var restore = () => new BackupRestorer(cluster).CheckAsync(Open(), BackupSelection.All);

        Assert.Equal(BackupProblem.Damaged, (await Assert.ThrowsAsync<BackupException>(restore)).Problem);

        SealosBackup Open() => BackupReader.Open(backup.Path);
    }

    [Fact]
    public async Task Other_folders_are_no_backups()
    {
        Assert.Equal(BackupProblem.NotFound, Refusal(() => BackupReader.Open(Target)));
        Directory.CreateDirectory(Target);
        Assert.Equal(BackupProblem.NotFound, Refusal(() => BackupReader.Open(Target)));
        await File.WriteAllTextAsync(Path.Combine(Target, "backup.json"), "{\"format\": 2}");
        Assert.Equal(BackupProblem.FormatUnknown, Refusal(() => BackupReader.Open(Target)));
    }

    [Fact]
    public async Task Only_the_owner_can_read_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        await Writer().WriteAsync(Target);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Target)
        );
        foreach (var file in Directory.GetFiles(Target))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_refused_before_anything_is_written()
    {
        var scope = new BackupScope { Kinds = ["Nosuch"] };

        var refusal = await Assert.ThrowsAsync<ResourceException>(() =>
            new BackupWriter(Connection(), scope).WriteAsync(Target)
        );

        Assert.Equal(ResourceProblem.TypeNotInstalled, refusal.Problem);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Apps_of_tenants_and_what_controllers_publish_stay_out()
    {
        await cluster.ApplyAsync(Objects.Namespace("system"), new ApplyOptions());
        foreach (var space in new[] { "ns-a", "system" })
        foreach (var name in new[] { "settings", "kube-root-ca.crt" })
            await cluster.ApplyAsync(
                new V1ConfigMap
                {
                    Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
                    Data = new Dictionary<string, string> { ["a"] = "b" },
                },
                new ApplyOptions { FieldManager = "somebody" }
            );

        var backup = await Writer().WriteAsync(Target);

        var found = new List<string>();
        await foreach (
            var item in BackupReader.ReadAsync(backup, backup.Files.Single(file => file.Kind == "ConfigMap"))
        )
            found.Add(item.ToString());
        Assert.Equal(["ConfigMap system/settings"], found);
    }

    private BackupWriter Writer(bool compress = false) => new(Connection(), new BackupScope(), compress);

    private SealosConnection Connection() => new(cluster, ConnectionKind.Manifests, "here", new ConversionOptions());

    private Task<BackupException> BackupRefusalAsync() =>
        Assert.ThrowsAsync<BackupException>(() => Writer().WriteAsync(Target));

    private static BackupProblem Refusal(Action action) => Assert.Throws<BackupException>(action).Problem;

    private static async Task<int> ReadAllAsync(SealosBackup backup)
    {
        var count = 0;
        await foreach (var _ in BackupReader.ReadAsync(backup, BackupSelection.All))
            count++;
        return count;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }
}
