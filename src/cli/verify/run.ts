import pc from "picocolors";
import { brief } from "../../core/brief.ts";
import { defined } from "../../core/defined.ts";
import { FileFormatError, InputError } from "../../core/errors.ts";
import { excerpt, printable } from "../../core/printable.ts";
import { ballCertificateFromJson } from "../../diagnose/certificate/ball/ballJson.ts";
import { certificateFromJson } from "../../diagnose/certificate/certificateJson.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { CostLimits } from "../../roads/choice.ts";
import type { Certificate } from "../../roads/diagnose/certificate.ts";
import { verifyAgainst } from "../../roads/diagnose/verify.ts";
import { initialStateOf, readInitialText } from "../arguments/initial.ts";
import { parseProblem, readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { readText } from "../files/read.ts";
import { factLines, knownDigits, READABLE_DIGITS, toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";

export interface VerifyArguments {
  readonly file: string;
  readonly path: string;
  readonly initial: string | undefined;
  readonly limits: Partial<CostLimits>;
  readonly json: boolean;
}

/** `blochfem verify`. Throws the library's errors. */
export async function runVerify(context: CommandContext, args: VerifyArguments): Promise<void> {
  const { io } = context;
  const text = await readModelText(io, args.path);
  const problem = await parseProblem(text);
  const initial =
    args.initial === undefined ? undefined : initialStateOf(problem, text.source, readInitialText(args.initial));
  const certificate = readCertificate(args.file, livesInBall(problem.model, initial));
  const found = verifyAgainst(problem.model, certificate, { limits: args.limits, ...defined({ initial }) });
  if (args.json) {
    io.writeOut(`${toJson(found)}\n`);
  } else {
    const colours = pc.createColors(useColour(io, io.outIsTerminal));
    const verdict = found.valid ? colours.green("valid") : colours.red("NOT valid");
    const value =
      found.value === null
        ? []
        : [
            [
              "value",
              `${knownDigits(found.value, found.errorBound ?? 0, READABLE_DIGITS)} ± ${brief(found.errorBound ?? 0, 2)}`,
            ],
          ];
    const heading = `${printable(args.file)} for ${text.source}: ${verdict} (${certificate.outcome})`;
    io.writeOut(`${[heading, ...factLines([["reason", found.reason], ...value])].join("\n")}\n`);
  }
  if (!found.valid) context.setExitCode(EXIT_NUMERICAL);
}

/** A file that holds a certificate, or the whole of a diagnosis. */
function readCertificate(path: string, inBall: boolean): Certificate {
  const name = printable(path);
  const fault = (what: string): FileFormatError =>
    new FileFormatError(name, 1, 1, {
      what,
      remedy: "give the file that diagnose --certificate wrote",
      value: path,
    });
  let json: unknown;
  try {
    json = JSON.parse(readText(path, "a certificate"));
  } catch (error) {
    if (error instanceof SyntaxError) throw fault("the file is no JSON");
    throw error;
  }
  const held = (json as { readonly certificate?: unknown } | null)?.certificate;
  const of = held ?? json;
  const domain = (of as { readonly domain?: unknown } | null)?.domain;
  const own = inBall ? "ball" : "sphere";
  if (domain !== undefined && domain !== own) {
    throw fault(
      `the certificate is of a state with the domain ${excerpt(JSON.stringify(domain), 20)}, and that of the model has the domain "${own}"`,
    );
  }
  if (held === null) throw fault("the file holds no certificate: the diagnosis found none, and says why");
  try {
    return inBall ? ballCertificateFromJson(of) : certificateFromJson(of);
  } catch (error) {
    if (error instanceof InputError) throw fault(error.what);
    throw error;
  }
}
