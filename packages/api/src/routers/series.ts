import * as contract from "@quietroom/contracts/series";
import {
  bookSeries,
  cancelSeries,
  moveSeries,
  previewMoveSeries,
  previewSeries,
} from "@quietroom/services/scheduling";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const seriesRouter = router({
  preview: staffProcedure
    .input(contract.previewSeries.input)
    .output(contract.previewSeries.output)
    .query(callVerb(previewSeries)),
  previewMove: staffProcedure
    .input(contract.previewMoveSeries.input)
    .output(contract.previewMoveSeries.output)
    .query(callVerb(previewMoveSeries)),
  book: staffProcedure
    .input(contract.bookSeries.input)
    .output(contract.bookSeries.output)
    .mutation(callVerb(bookSeries)),
  move: staffProcedure
    .input(contract.moveSeries.input)
    .output(contract.moveSeries.output)
    .mutation(callVerb(moveSeries)),
  cancel: staffProcedure
    .input(contract.cancelSeries.input)
    .output(contract.cancelSeries.output)
    .mutation(callVerb(cancelSeries)),
});
