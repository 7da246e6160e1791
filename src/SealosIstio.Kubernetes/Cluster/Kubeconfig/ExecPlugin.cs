using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>
/// Runs a credential plugin and reads what it prints, by the protocol of client.authentication.k8s.io, v1 and v1beta1: the request comes in
/// the environment variable KUBERNETES_EXEC_INFO, the answer is one ExecCredential on standard output.
/// </summary>
internal sealed class ExecPlugin
{
    private const string Group = "client.authentication.k8s.io/";

    /// <summary>A certificate with its chain and its key has some kilobytes.</summary>
    private const int MaxOutput = 1024 * 1024;

    /// <summary>As much of standard error as says what to do.</summary>
    private const int MaxErrorExcerpt = 400;

    private readonly KubeconfigExec settings;
    private readonly KubeconfigCluster cluster;
    private readonly TimeSpan timeout;

    /// <exception cref="KubeconfigException">The entry can't be right.</exception>
    public ExecPlugin(KubeconfigExec settings, KubeconfigCluster cluster, TimeSpan timeout)
    {
        this.settings = settings;
        this.cluster = cluster;
        this.timeout = timeout;
        if (settings.Command.Length == 0)
            throw Invalid("command is missing; it names the program that prints the credential.");
        if (settings.ApiVersion is not (Group + "v1" or Group + "v1beta1"))
            throw Invalid(
                string.IsNullOrEmpty(settings.ApiVersion)
                    ? $"apiVersion is missing; right would be {Group}v1."
                    : $"apiVersion is \"{settings.ApiVersion}\"; {Group}v1 and {Group}v1beta1 can be used. "
                        + "A newer version of the plugin speaks one of them."
            );
        if (settings.Environment.Any(variable => variable.Key.Length == 0))
            throw Invalid("env has an entry without a name.");
        CheckInteraction();
    }

    public KubeconfigPlace Place => settings.Place;

    /// <summary>Runs the plugin once.</summary>
    /// <exception cref="KubeconfigException">It isn't there, fails, takes too long, or prints something else.</exception>
    public async Task<ExecCredentialStatus> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, MaxOutput, deadline.Token);
            var errors = ReadAsync(process.StandardError, MaxOutput, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            if (process.ExitCode != 0)
                throw Failed($"ended with exit code {process.ExitCode}{Excerpt(await errors)}.");
            _ = await errors;
            return ExecCredentialStatus.Read(await output, settings.ApiVersion!, Failed);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed($"didn't end within {timeout.TotalSeconds:0.###} s.");
        }
        catch (InvalidDataException)
        {
            Kill(process);
            throw Failed($"printed more than {MaxOutput} characters.");
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(ResolveCommand())
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in settings.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings.Environment)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = ExecInfo();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            var hint = string.IsNullOrWhiteSpace(settings.InstallHint)
                ? "Install it, or correct the command."
                : Printable(settings.InstallHint);
            throw Failed($"can't be started ({e.Message}). {hint}", e);
        }
    }

    /// <summary>A command with a path in it counts from the kubeconfig's folder; a bare name is looked for in PATH.</summary>
    private string ResolveCommand() =>
        settings.Command.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0 && settings.Place.File is { } file
            ? Path.GetFullPath(settings.Command, Path.GetDirectoryName(file)!)
            : settings.Command;

    private string ExecInfo()
    {
        // A cmdlet hands its standard input to nobody.
        var spec = new JsonObject { ["interactive"] = false };
        if (settings.ProvideClusterInfo)
            spec["cluster"] = ClusterInfo();
        return new JsonObject
        {
            ["apiVersion"] = settings.ApiVersion,
            ["kind"] = "ExecCredential",
            ["spec"] = spec,
        }.ToJsonString();
    }

    private JsonObject ClusterInfo()
    {
        var info = new JsonObject { ["server"] = cluster.Server };
        if (!string.IsNullOrEmpty(cluster.TlsServerName))
            info["tls-server-name"] = cluster.TlsServerName;
        if (cluster.InsecureSkipTlsVerify)
            info["insecure-skip-tls-verify"] = true;
        var (authority, _) = KubeconfigPem.Text(
            "certificate-authority",
            cluster.CertificateAuthorityData,
            cluster.CertificateAuthority,
            cluster.Place
        );
        if (authority is not null)
            info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority));
        if (!string.IsNullOrEmpty(cluster.ProxyUrl))
            info["proxy-url"] = cluster.ProxyUrl;
        if (cluster.ExecConfiguration is { } configuration)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
                configuration.WriteTo(writer);
            info["config"] = JsonNode.Parse(buffer.ToArray());
        }
        return info;
    }

    private void CheckInteraction()
    {
        switch (settings.InteractiveMode)
        {
            case "Never" or "IfAvailable":
            case null or "" when settings.ApiVersion == Group + "v1beta1":
                return;
            case null or "":
                throw Invalid($"interactiveMode is missing, which {Group}v1 asks for: Never, IfAvailable or Always.");
            case "Always":
                throw Failed(
                    "wants to ask questions (interactiveMode: Always), and a cmdlet gives no plugin the terminal. Log in with "
                        + "the plugin's own command first, and set interactiveMode to IfAvailable."
                );
            default:
                throw Invalid(
                    $"interactiveMode is \"{settings.InteractiveMode}\"; allowed are Never, IfAvailable and Always."
                );
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int bound, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (text.Length + count > bound)
                throw new InvalidDataException();
            text.Append(buffer, 0, count);
        }
        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    private static string Excerpt(string errors)
    {
        var text = Printable(errors.Trim());
        return text.Length == 0 ? ""
            : text.Length <= MaxErrorExcerpt ? $": {text}"
            : $": {text[..MaxErrorExcerpt]}…";
    }

    /// <summary>Text of others, without what would drive a terminal.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsWhiteSpace(c) ? ' ' : c).Where(c => !char.IsControl(c))).Trim();

    private KubeconfigException Invalid(string problem) => new(KubeconfigFailure.Invalid, problem, settings.Place);

    private KubeconfigException Failed(string problem) => Failed(problem, null);

    private KubeconfigException Failed(string problem, Exception? cause) =>
        new(KubeconfigFailure.ExecFailed, $"the plugin \"{settings.Command}\" {problem}", settings.Place, cause);
}
