using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>
/// The calls of istioctl and Helm. The configuration goes in by standard input: nothing of it lies in a file, and the command line is
/// whole as it is shown.
/// </summary>
/// <param name="method">The program.</param>
/// <param name="program">Its path.</param>
/// <param name="context">The context of the connection, so that the program reaches the same cluster; null for the program's own choice.</param>
public sealed class InstallCommands(InstallMethod method, string program, KubeconfigContext? context)
{
    /// <summary>Istio's repository of Helm charts.</summary>
    public const string DefaultRepository = "https://istio-release.storage.googleapis.com/charts";

    private const string StandardInput = "-";

    /// <summary>Where people get the program.</summary>
    public static string SourceOf(InstallMethod method) =>
        method == InstallMethod.Helm
            ? "https://helm.sh/docs/intro/install"
            : "https://github.com/istio/istio/releases (istioctl-VERSION-PLATFORM)";

    /// <summary>The name of the program.</summary>
    public static string NameOf(InstallMethod method) => method == InstallMethod.Helm ? "helm" : "istioctl";

    /// <summary>The calls that install.</summary>
    /// <param name="configuration">What.</param>
    /// <param name="repository">Helm's: a URL, or a folder that has the charts as folders.</param>
    /// <exception cref="ResourceException">Istio's charts can't do it.</exception>
    public IReadOnlyList<ToolCommand> Install(IstioInstallConfiguration configuration, string repository) =>
        method == InstallMethod.Istioctl
            ?
            [
                Command("install", "-f", StandardInput, "--skip-confirmation") with
                {
                    Input = configuration.OperatorYaml,
                },
            ]
            : [.. ReleasesOf(configuration).Select(release => Upgrade(release, configuration.Version, repository))];

    /// <summary>The calls that remove what <see cref="Install"/> made; CustomResourceDefinitions and the namespace stay.</summary>
    /// <param name="releases">Helm's releases, in the order of their installation.</param>
    public IReadOnlyList<ToolCommand> Uninstall(IEnumerable<HelmRelease> releases) =>
        method == InstallMethod.Istioctl
            ? [Command("uninstall", "--purge", "--skip-confirmation")]
            :
            [
                .. releases
                    .Reverse()
                    .Select(release =>
                        Command("uninstall", release.Name, "--namespace", release.Namespace, "--ignore-not-found")
                    ),
            ];

    private static IReadOnlyList<HelmRelease> ReleasesOf(IstioInstallConfiguration configuration) =>
        configuration.HelmReleases.Count > 0
            ? configuration.HelmReleases
            : throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(configuration.Operator),
                $"{configuration.Variant}: Istio's chart of the gateway has no field for the node's network.",
                "Install this variant with -Method Istioctl."
            );

    private ToolCommand Upgrade(HelmRelease release, string version, string repository)
    {
        var chart =
            Uri.TryCreate(repository, UriKind.Absolute, out var uri) && !uri.IsFile
                ? new[] { release.Chart, "--repo", repository, "--version", version }
                : [Path.Combine(repository, release.Chart)];
        return Command([
            "upgrade",
            "--install",
            release.Name,
            .. chart,
            "--namespace",
            release.Namespace,
            "--create-namespace",
            "--values",
            StandardInput,
        ]) with
        {
            Input = release.Values,
        };
    }

    private ToolCommand Command(params string[] arguments)
    {
        // In a pod there is no kubeconfig, and both programs find the service account by themselves.
        if (context is null || context.Files.Count == 0)
            return new ToolCommand(program, arguments);
        var flag = method == InstallMethod.Helm ? "--kube-context" : "--context";
        return new ToolCommand(program, [.. arguments, flag, context.Name])
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["KUBECONFIG"] = string.Join(Path.PathSeparator, context.Files),
            },
        };
    }
}
