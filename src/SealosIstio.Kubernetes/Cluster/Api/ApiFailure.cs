using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>Turns an answer that isn't a success into the exception that carries its Status.</summary>
internal static class ApiFailure
{
    /// <summary>The reason of a failure that this client found, not the server: the answer isn't what was asked for.</summary>
    public const string InvalidResponse = nameof(InvalidResponse);

    /// <summary>A Status with its causes is small; what comes after this is cut off.</summary>
    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>As much of a foreign body as helps to see who answered.</summary>
    private const int MaxExcerptLength = 200;

    public static async Task<KubernetesApiException> ReadAsync(
        HttpResponseMessage response,
        ApiServerAddress address,
        Redaction redaction,
        CancellationToken cancellationToken
    )
    {
        if ((int)response.StatusCode is >= 300 and < 400)
            return Redirect(response, address);

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = await BoundedRead.HeadAsync(stream, MaxBodyBytes, cancellationToken);
        var status =
            TryParse(body.Span)
            ?? Synthesize(response, address, Excerpt(redaction.Apply(Encoding.UTF8.GetString(body.Span))));
        status.Code ??= (int)response.StatusCode;
        if (string.IsNullOrEmpty(status.Reason))
            status.Reason = ReasonOf(response.StatusCode);
        redaction.Apply(status);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            status.Message = Unauthorized(address, status.Message ?? "");
        if (RetryAfter(response) is { } seconds)
        {
            status.Details ??= new V1StatusDetails();
            status.Details.RetryAfterSeconds ??= seconds;
        }
        return new KubernetesApiException(status);
    }

    /// <summary>The header says it in seconds or as a date (RFC 9110, 10.2.3).</summary>
    private static int? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delay } => (int)Math.Ceiling(delay.TotalSeconds),
            { Date: { } date } => (int)Math.Max(0, Math.Ceiling((date - DateTimeOffset.UtcNow).TotalSeconds)),
            _ => null,
        };

    /// <summary>The Status in a body; null when the body is something else.</summary>
    public static V1Status? TryParse(ReadOnlySpan<byte> body)
    {
        try
        {
            var status = KubernetesJson.Deserialize<V1Status>(body);
            return status.Kind == "Status" ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The server answered with success, but not with what the Kubernetes API would have answered.</summary>
    public static KubernetesApiException Invalid(ApiServerAddress address, string problem, Exception? cause = null) =>
        new(
            new V1Status
            {
                Status = "Failure",
                Reason = InvalidResponse,
                Code = (int)HttpStatusCode.OK,
                Message = $"{address} {problem}",
            },
            cause
        );

    /// <summary>The server's answer passed the connection's bound.</summary>
    public static KubernetesApiException TooLarge(
        ApiServerAddress address,
        string what,
        ResponseTooLargeException cause
    ) => Invalid(address, $"answered {what} with more than {cause.Bound} bytes; the answer was cut off.", cause);

    /// <summary>404 without the name of an object: the server doesn't serve the resource at all.</summary>
    public static KubernetesApiException NotServed(
        string group,
        string version,
        string kind,
        Exception? cause = null
    ) =>
        new(
            new V1Status
            {
                Status = "Failure",
                Reason = "NotFound",
                Code = (int)HttpStatusCode.NotFound,
                Message =
                    $"the server doesn't serve {kind} in {(group.Length == 0 ? version : $"{group}/{version}")}; "
                    + "install its CustomResourceDefinition or use a version that is served",
                Details = new V1StatusDetails { Group = group, Kind = kind },
            },
            cause
        );

    /// <summary>Whether a failure says that an object doesn't exist (not its kind, and not its namespace).</summary>
    public static bool IsMissingObject(KubernetesApiException e, string name) =>
        e.Code == (int)HttpStatusCode.NotFound && e.Status.Details?.Name == name;

    /// <summary>Whether a failure says that the server doesn't know the resource.</summary>
    public static bool IsMissingResource(KubernetesApiException e) =>
        e.Code == (int)HttpStatusCode.NotFound && string.IsNullOrEmpty(e.Status.Details?.Name);

    private static KubernetesApiException Redirect(HttpResponseMessage response, ApiServerAddress address)
    {
        // Only the host: what follows may be a login link.
        var target = response.Headers.Location is { IsAbsoluteUri: true } uri
            ? uri.GetLeftPart(UriPartial.Authority)
            : "another path";
        return new KubernetesApiException(
            new V1Status
            {
                Status = "Failure",
                Reason = InvalidResponse,
                Code = (int)response.StatusCode,
                Message =
                    $"{address} redirects to {target}. Redirects aren't followed, because that would send the credentials "
                    + "there: put the API server's own URL into server.",
            }
        );
    }

    private static V1Status Synthesize(HttpResponseMessage response, ApiServerAddress address, string excerpt) =>
        new()
        {
            Status = "Failure",
            Code = (int)response.StatusCode,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"{address} answered {(int)response.StatusCode}{(excerpt.Length == 0 ? "" : $": {excerpt}")}"
            ),
        };

    private static string ReasonOf(HttpStatusCode code) =>
        code switch
        {
            HttpStatusCode.BadRequest => "BadRequest",
            HttpStatusCode.Unauthorized => "Unauthorized",
            HttpStatusCode.Forbidden => "Forbidden",
            HttpStatusCode.NotFound => "NotFound",
            HttpStatusCode.MethodNotAllowed => "MethodNotAllowed",
            HttpStatusCode.Conflict => "Conflict",
            HttpStatusCode.Gone => "Gone",
            HttpStatusCode.RequestEntityTooLarge => "RequestEntityTooLarge",
            HttpStatusCode.UnsupportedMediaType => "UnsupportedMediaType",
            HttpStatusCode.UnprocessableEntity => "Invalid",
            HttpStatusCode.TooManyRequests => "TooManyRequests",
            HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
            HttpStatusCode.GatewayTimeout => "Timeout",
            >= HttpStatusCode.InternalServerError => "InternalError",
            _ => "Unknown",
        };

    private static string Unauthorized(ApiServerAddress address, string message)
    {
        var who = address.UserName is null
            ? "a request without credentials; give the context a user"
            : $"the credentials of user \"{address.UserName}\"; they may have expired or belong to another cluster";
        return $"{address} doesn't accept {who} ({message})";
    }

    private static string Excerpt(string body)
    {
        var text = new StringBuilder();
        var inTag = false;
        foreach (var c in body)
        {
            inTag = c == '<' || (inTag && c != '>');
            if (inTag || c == '>' || char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (text.Length > 0 && text[^1] != ' ')
                    text.Append(' ');
            }
            else
            {
                text.Append(c);
            }
            if (text.Length >= MaxExcerptLength)
                return text.Append('…').ToString();
        }
        return text.ToString().Trim();
    }
}
